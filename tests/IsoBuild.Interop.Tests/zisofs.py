"""Files in zisofs format (version 1, blocks of 32 KiB), by Python's zlib: zisofs.py pack|unpack SOURCE TARGET, each a directory.

Debian 12 has no mkzftree any more. The format is that of libisofs' doc/zisofs_format.txt: a magic, the size, a quarter of the header's size, the block size
as a power of two, and a pointer to each block and to the end. A block of no bytes stands for zeros. What would not become smaller stays as it is.
"""
import os
import shutil
import struct
import sys
import zlib

MAGIC = bytes.fromhex("37e45396c9dbd607")
HEADER, BLOCK_POWER = 16, 15
BLOCK = 1 << BLOCK_POWER


def pack(data):
    blocks = [data[at:at + BLOCK] for at in range(0, len(data), BLOCK)]
    stored = [zlib.compress(block, 9) if any(block) else b"" for block in blocks]
    pointers = [HEADER + 4 * (len(blocks) + 1)]
    for block in stored:
        pointers.append(pointers[-1] + len(block))
    packed = struct.pack(f"<8sIBBH{len(pointers)}I", MAGIC, len(data), HEADER // 4, BLOCK_POWER, 0, *pointers) + b"".join(stored)
    return packed if len(packed) < len(data) else data


def unpack(data):
    if data[:8] != MAGIC:
        return data
    size, header, power, _ = struct.unpack_from("<IBBH", data, 8)
    count = -(-size >> power)
    pointers = struct.unpack_from(f"<{count + 1}I", data, header * 4)
    whole = b""
    for number, (start, end) in enumerate(zip(pointers, pointers[1:])):
        length = min(1 << power, size - (number << power))
        block = zlib.decompress(data[start:end]) if end > start else bytes(length)
        assert len(block) == length, f"block {number} has {len(block)} bytes, not {length}"
        whole += block
    return whole


work, source, target = {"pack": pack, "unpack": unpack}[sys.argv[1]], *sys.argv[2:]
shutil.copytree(source, target, symlinks=True)
for folder, _, names in os.walk(target):
    for path in (os.path.join(folder, name) for name in names):
        if not os.path.islink(path):
            status = os.stat(path)
            with open(path, "rb") as file:
                data = work(file.read())
            with open(path, "wb") as file:
                file.write(data)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
