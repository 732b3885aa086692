package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Schemes and their versions as people write them. A qualification is granted only to the scheme
 * that is written exactly; a decision that takes one away counts whichever way it is written.
 */
public final class SchemeName {

  private static final String SECNUMCLOUD = "SecNumCloud";

  /** Names that are long enough to be found within another text. */
  private static final List<String> LONG = List.of(SECNUMCLOUD, "ISO27001");

  private static final List<String> SHORT = List.of("HDS", "C5");

  private static final Pattern VERSION = Pattern.compile("(v|version)?\\d+");

  private SchemeName() {}

  /**
   * The scheme of the list {@code SecNumCloud}, {@code HDS}, {@code C5}, {@code ISO27001} that a
   * text most likely means, whatever stands around it ({@code secnumcloud}, {@code
   * SecNumCloud-3.2}); empty if none.
   */
  public static Optional<String> meant(String written) {
    String bare = bare(written);
    for (String name : LONG) {
      if (bare.contains(bare(name))) {
        return Optional.of(name);
      }
    }
    for (String name : SHORT) {
      String start = bare(name);
      if (bare.equals(start)
          || bare.startsWith(start) && VERSION.matcher(bare.substring(start.length())).matches()) {
        return Optional.of(name);
      }
    }
    return NearestName.of(bare.replaceAll("\\d", ""), List.of(SECNUMCLOUD));
  }

  /** Whether two texts may be one scheme. */
  static boolean mayBeOne(String a, String b) {
    return meant(a).orElseGet(() -> bare(a)).equals(meant(b).orElseGet(() -> bare(b)));
  }

  /**
   * Whether two texts are one version: {@code 3.2}, {@code v3.2} and {@code 3.2.0} are. One that is
   * not known may be any.
   */
  public static boolean isOneVersion(@Nullable String a, @Nullable String b) {
    return a == null || b == null || bareVersion(a).equals(bareVersion(b));
  }

  private static String bareVersion(String version) {
    return version
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^v(ersion)?[ .]*(?=\\d)", "")
        .replaceFirst("(\\.0+)+$", "");
  }

  private static String bare(String name) {
    String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    return letters.startsWith("isoiec") ? "iso" + letters.substring(6) : letters;
  }
}
