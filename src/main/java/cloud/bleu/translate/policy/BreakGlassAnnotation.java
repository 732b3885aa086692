package cloud.bleu.translate.policy;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two annotations of a break-glass as text: what the first signature opens, and the second one,
 * which repeats the first word for word. Admission holds the names in them to the users who write
 * them; it knows the same form.
 */
public final class BreakGlassAnnotation {

  /** The form of the first, in words. */
  public static final String FORM = "by=NAME; zone=ZONE; from=INSTANT; until=INSTANT; reason=TEXT";

  private static final String INSTANT = "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)";

  private static final String NAME = "[^;\\p{C}\\p{Zl}\\p{Zp}]+";

  private static final Pattern OPENED =
      Pattern.compile(
          "by=("
              + NAME
              + "); zone=([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?); from="
              + INSTANT
              + "; until="
              + INSTANT
              + "; reason=([^\\p{C}\\p{Zl}\\p{Zp}]{3,500})");

  private static final String BY = "by=";
  private static final String SIGNS = "; signs: ";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private BreakGlassAnnotation() {}

  /**
   * What the annotations say.
   *
   * @param glass null when the first cannot be read
   * @param fault why the first cannot be read, or why the second does not count; null for neither
   */
  record Read(@Nullable BreakGlass glass, @Nullable Message fault) {}

  /** The first annotation of an object; null when it has none. */
  public static @Nullable String of(HasMetadata object) {
    return value(object, BreakGlass.ANNOTATION);
  }

  /** The second annotation of an object; null when it has none. */
  public static @Nullable String countersignatureOf(HasMetadata object) {
    return value(object, BreakGlass.COUNTERSIGNED);
  }

  private static @Nullable String value(HasMetadata object, String annotation) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(annotation);
  }

  /** What the annotations of an object say; null when the first is missing or cannot be read. */
  public static @Nullable BreakGlass opened(HasMetadata object) {
    Read read = read(object);
    return read == null ? null : read.glass();
  }

  /** What a first annotation says that nobody signed; null when it cannot be read. */
  public static @Nullable BreakGlass opened(String text) {
    return read(text, null).glass();
  }

  /** Whether the name of a user can stand in an annotation. */
  public static boolean isName(String user) {
    return user.matches(NAME);
  }

  /** The first annotation, its instants to the second. */
  public static String text(BreakGlass glass) {
    return BY
        + glass.by()
        + "; zone="
        + glass.zone()
        + "; from="
        + glass.from().truncatedTo(ChronoUnit.SECONDS)
        + "; until="
        + glass.until().truncatedTo(ChronoUnit.SECONDS)
        + "; reason="
        + glass.reason();
  }

  /** The second annotation, with which somebody signs the first. */
  public static String countersignature(String by, String opened) {
    return BY + by + SIGNS + opened;
  }

  /** What a workload says; null when it says nothing. */
  static @Nullable Read read(HasMetadata object) {
    String opened = of(object);
    return opened == null ? null : read(opened, countersignatureOf(object));
  }

  /** What two annotations say, the second null when there is none. */
  static Read read(String opened, @Nullable String second) {
    Matcher parts = OPENED.matcher(opened);
    if (!parts.matches()) {
      return new Read(null, Message.of("breakGlass.form"));
    }
    Instant from = InstantText.parse(parts.group(4));
    Instant until = InstantText.parse(parts.group(5));
    if (from == null || until == null) {
      return new Read(null, Message.of("breakGlass.instant"));
    }
    if (!from.isBefore(until)) {
      return new Read(null, Message.of("breakGlass.window"));
    }
    if (until.isAfter(from.plus(BreakGlass.LONGEST))) {
      return new Read(
          null, Message.of("breakGlass.longest", "hours", BreakGlass.LONGEST.toHours()));
    }
    String by = parts.group(1);
    if (by.startsWith(SERVICE_ACCOUNT)) {
      return new Read(null, Message.of("breakGlass.account", "name", by));
    }
    Message fault = second == null ? null : fault(by, opened, second);
    String signer = second == null || fault != null ? null : signer(opened, second);
    return new Read(new BreakGlass(parts.group(2), from, until, by, parts.group(6), signer), fault);
  }

  private static @Nullable Message fault(String by, String opened, String second) {
    String signer = signer(opened, second);
    if (signer == null) {
      return Message.of("breakGlass.otherText");
    }
    if (signer.strip().equalsIgnoreCase(by.strip())) {
      return Message.of("breakGlass.samePerson", "name", signer);
    }
    return signer.startsWith(SERVICE_ACCOUNT)
        ? Message.of("breakGlass.account", "name", signer)
        : null;
  }

  /** Who signs that text; null when the second annotation does not repeat it. */
  private static @Nullable String signer(String opened, String second) {
    String end = SIGNS + opened;
    if (!second.startsWith(BY) || !second.endsWith(end)) {
      return null;
    }
    String signer =
        second.substring(BY.length(), Math.max(BY.length(), second.length() - end.length()));
    return signer.isBlank() || signer.contains(";") ? null : signer;
  }
}
