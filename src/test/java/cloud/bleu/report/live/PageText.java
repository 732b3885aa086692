package cloud.bleu.report.live;

import java.nio.charset.StandardCharsets;

/** What a page sends, for tests elsewhere. */
public final class PageText {
  private PageText() {}

  public static String of(LivePage page) {
    return new String(page.html(), StandardCharsets.UTF_8);
  }
}
