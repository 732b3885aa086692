package cloud.bleu.report.live;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The page as it was read last, kept as the bytes that are sent. */
public final class LivePage {
  private final Instant at;
  private final byte[] html;

  /**
   * A page.
   *
   * @param at the instant that it is of, which is also how a browser knows which one it shows
   * @param html the whole text
   */
  public LivePage(Instant at, String html) {
    this.at = at;
    this.html = html.getBytes(StandardCharsets.UTF_8);
  }

  /** The instant that it is of. */
  public Instant at() {
    return at;
  }

  /** The text in UTF-8, not to be changed. */
  byte[] html() {
    return html;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof LivePage page && at.equals(page.at) && Arrays.equals(html, page.html);
  }

  @Override
  public int hashCode() {
    return at.hashCode();
  }
}
