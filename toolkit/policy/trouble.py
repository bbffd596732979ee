"""Why the operating system refused, in the users' language: its own words are English or the machine's."""

import errno

_WORDS = {
    errno.ENOENT: "找不到这个文件或文件夹", errno.ENOTDIR: "路径中有一段不是文件夹", errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "已有同名的文件或文件夹", errno.ENOTEMPTY: "文件夹里还有内容",
    errno.EACCES: "没有权限，或正被其他程序占用", errno.EPERM: "系统不允许", errno.EROFS: "磁盘是只读的",
    errno.EBUSY: "正被其他程序占用", errno.EAGAIN: "正被其他程序占用",
    errno.ENOSPC: "磁盘空间不足", errno.EDQUOT: "磁盘配额已用完", errno.EFBIG: "文件太大，这个磁盘存不下",
    errno.EIO: "磁盘读写出错", errno.ENXIO: "磁盘没有连接", errno.ENODEV: "磁盘没有连接", errno.ENAMETOOLONG: "文件名太长",
    errno.EINVAL: "文件名或路径不能用", errno.ELOOP: "快捷方式（链接）绕成了圈", errno.EXDEV: "跨了磁盘",
    errno.EMFILE: "同时打开的文件太多", errno.ENFILE: "同时打开的文件太多", errno.ENOMEM: "内存不足",
    errno.ETIMEDOUT: "网络没有响应", errno.ENETUNREACH: "网络不通", errno.ENETDOWN: "网络不通", errno.EHOSTUNREACH: "网络不通",
    errno.ECONNRESET: "网络断开", errno.ECONNABORTED: "网络断开", errno.ESTALE: "网络盘已断开",
}  # fmt: skip


def trouble(error: OSError) -> str:
    """What the system found wrong; where nothing is known of it, its number, by which a technician finds it."""
    number = getattr(error, "winerror", None) or error.errno
    return _WORDS.get(error.errno or 0) or (f"系统错误 {number}" if number else "系统没有说明原因")
