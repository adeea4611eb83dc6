/* folder.c: a temporary folder of a test's own. */

#include "support/folder.h"

#include <dirent.h>
#include <ftw.h>

const char *folder_make(struct arena *arena)
{
    const char *base = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/grantd-test-XXXXXX", base == NULL ? "/tmp" : base);

    if (mkdtemp(path) == NULL)
        die("no temporary folder");
    return path;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *ftw)
{
    (void)about;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void folder_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int folder_count(const char *folder)
{
    DIR *entries = opendir(folder);
    int count = 0;

    if (entries == NULL)
        return 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}
