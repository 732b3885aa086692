package cloud.bleu.report.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The page as it was read last, kept as the bytes that are sent. */
public final class LivePage {
  private final String name;
  private final byte[] html;

  /**
   * A page.
   *
   * @param name by which a browser knows which one it shows: another one for all that says
   *     something else
   * @param html the whole text
   */
  public LivePage(String name, String html) {
    this.name = name;
    this.html = html.getBytes(StandardCharsets.UTF_8);
  }

  /** By which a browser knows which one it shows. */
  public String name() {
    return name;
  }

  /** The text in UTF-8, not to be changed. */
  byte[] html() {
    return html;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof LivePage page
            && name.equals(page.name)
            && Arrays.equals(html, page.html);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
