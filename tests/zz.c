/* zz.c: x */
#include "support/test.h"
#include "view/pdf.h"
#include "base/text.h"
#include <sys/wait.h>
#include <unistd.h>
#include <stdio.h>
#include <stdlib.h>
#include "support/chance.h"
static int fails(const char *t)
{
    pid_t c=fork(); int st;
    if(c==0){ struct arena*a=arena_open(); json_t*p=json_root(a); struct pdf pdf; struct error err={0};
      freopen("/dev/null","w",stderr);
      json_t*b=json_add_object(json_put_array(p,"blocks")); json_put_text(b,"kind","text");
      json_t*l=json_add_object(json_put_array(b,"lines")); json_put_text(l,"text",t);
      _exit(pdf_write(a,p,&pdf,&err)?0:1);}
    waitpid(c,&st,0); return !WIFEXITED(st)||WEXITSTATUS(st)!=0;
}
TEST("zz chars")
{
    static char buf[1<<20]; FILE*f=fopen("/tmp/xk.json","r"); buf[fread(buf,1,sizeof buf-1,f)]=0; fclose(f);
    struct arena*a=arena_open();
    printf("all: %d\n", fails(buf));
    unsigned u[20000]; size_t n=0; const char*p=buf; for(unsigned c;(c=text_next(&p));){ size_t k=0; while(k<n&&u[k]!=c)k++; if(k==n)u[n++]=c; }
    for(size_t step=n/2; step>0; ) { int cut=0; for(size_t at=0; at+step<=n; ) { static char t[100000]; struct buffer b=buffer_in(a); for(size_t k=0;k<n;k++) if(k<at||k>=at+step) chance_character(&b,u[k]); (void)t; if(n>step&&fails(buffer_get(&b))){ memmove(u+at,u+at+step,(n-at-step)*sizeof*u); n-=step; cut=1;} else at+=step; } if(!cut||step>1) {if(step==1)break; step/=2;} }
    printf("left %zu:",n); for(size_t k=0;k<n;k++) printf(" U+%04X",u[k]); printf("\n");
    arena_close(a);
}
