// expect: incompatible pointer type

#include <billbyagent.h>

void try_it(bba_lines* lines, bba_units* units, bba_service* service, bba_sync_report* report,
            bba_desk* desk, bba_provider* provider);
void try_it(bba_lines* lines, bba_units* units, bba_service* service, bba_sync_report* report,
            bba_desk* desk, bba_provider* provider) {
  (void)lines, (void)units, (void)service, (void)report, (void)desk, (void)provider;
#ifdef WRONG
  bba_lines_new(&units, NULL);
#else
  bba_lines_new(&lines, NULL);
#endif
}
