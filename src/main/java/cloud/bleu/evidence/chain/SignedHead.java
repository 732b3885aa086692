package cloud.bleu.evidence.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the last checkpoint, remembered outside of the directory: write access to the
 * directory does not suffice to erase it.
 *
 * @param sequence of the entry
 * @param hash of the entry
 */
public record SignedHead(long sequence, String hash) {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17}) (sha256:[0-9a-f]{64})");

  /** Both, with a blank between them. */
  public String text() {
    return sequence + " " + hash;
  }

  /** Reads {@link #text}; null when it is not one. */
  public static @Nullable SignedHead read(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? new SignedHead(Long.parseLong(matcher.group(1)), matcher.group(2))
        : null;
  }

  /** The one that was signed later; null when there is none. */
  public static @Nullable SignedHead later(@Nullable SignedHead a, @Nullable SignedHead b) {
    return a == null || (b != null && b.sequence() > a.sequence()) ? b : a;
  }
}
