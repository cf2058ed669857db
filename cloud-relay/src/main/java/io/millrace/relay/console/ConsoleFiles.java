package io.millrace.relay.console;

import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;

/**
 * The page: {@code index.html} is asked for again each time; everything under {@code /assets}
 * carries its content's hash in its name and is kept for ever. Both are served from their {@code
 * .br} or {@code .gz} neighbour.
 */
public final class ConsoleFiles {
  /** Files kept in memory; the page has fewer. */
  public static final int CACHED_FILES_MAX = 64;

  private static final String ROOT = "console";
  private static final String ASSETS = "/assets";
  private static final String VARY = "vary";
  private static final String BY = "accept-encoding";

  private ConsoleFiles() {}

  /** Adds the page to the server. PROGRAM_FAULT when this program was built without it. */
  public static void addTo(ServerBuilder server) {
    ClassLoader loader = ConsoleFiles.class.getClassLoader();
    if (loader.getResource(ROOT + "/index.html") == null) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, "no page on the class path: its build has not run");
    }
    server.serviceUnder(ASSETS, files(loader, ROOT + ASSETS, ServerCacheControl.IMMUTABLE));
    server.service("/", files(loader, ROOT, ServerCacheControl.REVALIDATED));
  }

  private static HttpService files(ClassLoader loader, String root, ServerCacheControl caching) {
    return FileService.builder(loader, root)
        .serveCompressedFiles(true)
        .maxCacheEntries(CACHED_FILES_MAX)
        .cacheControl(caching)
        .addHeader(VARY, BY)
        .build();
  }
}
