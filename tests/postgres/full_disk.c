/* Preloaded into a server: as if its disk were full. While the file `data` is in the folder that
 * FULL_DISK names, no file of tables and indexes grows; while `log` is there, nothing is written to
 * the write-ahead log, as on file systems that need room for what they write over. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_there(const char* name) {
  const char* folder = getenv("FULL_DISK");
  char path[4096];
  if (!folder || snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return 0;
  return access(path, F_OK) == 0;
}

static int is_in(int file, const char* folder) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return strstr(path, folder) != NULL;
}

/* Whether there is no room for what would end at that place of the file. */
static int is_full(int file, off_t end) {
  const int before = errno;
  struct stat now;
  int full = is_there("log") && is_in(file, "/data/pg_wal/");
  if (!full && is_there("data") && is_in(file, "/data/base/"))
    full = fstat(file, &now) == 0 && end > now.st_size;
  errno = full ? ENOSPC : before;
  return full;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  if (is_full(file, at + (off_t)count)) return -1;
  return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwritev(int file, const struct iovec* parts, int count, off_t at) {
  off_t end = at;
  for (int i = 0; i < count; ++i) end += (off_t)parts[i].iov_len;
  if (is_full(file, end)) return -1;
  return REAL(pwritev)(file, parts, count, at);
}

ssize_t write(int file, const void* bytes, size_t count) {
  const off_t at = lseek(file, 0, SEEK_CUR);
  if (at >= 0 && is_full(file, at + (off_t)count)) return -1;
  return REAL(write)(file, bytes, count);
}

int posix_fallocate(int file, off_t at, off_t count) {
  if (is_full(file, at + count)) return ENOSPC;
  return REAL(posix_fallocate)(file, at, count);
}
