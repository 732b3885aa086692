package cloud.bleu.time;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants as Kubernetes writes them, in RFC 3339: {@code 2026-03-01T18:00:00Z}. */
public final class InstantText {

  private InstantText() {}

  /** The instant; null where there is no text, or one that is no instant. */
  public static @Nullable Instant parse(@Nullable Object text) {
    try {
      return text == null ? null : Instant.parse(text.toString());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
