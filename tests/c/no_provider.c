/* A shared object that is no provider. */
int bba_not_a_provider(void);
int bba_not_a_provider(void) { return 0; }
