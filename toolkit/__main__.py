"""`python -m toolkit` is `pilot`."""

from toolkit.cli import main

if __name__ == "__main__":
    main()
