package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.NearestName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Schemes and their versions as people write them. A qualification is granted only to the scheme
 * that is written exactly; a decision that takes one away counts whichever way it is written.
 */
public final class SchemeName {

  private static final String SECNUMCLOUD = "SecNumCloud";

  private static final String VERSION = "(v|version)?\\d*";

  /**
   * A scheme that is known however it is written.
   *
   * @param word what a word that means it matches as a whole
   * @param within texts that mean it wherever they stand within the letters and digits
   */
  private record Known(String name, Pattern word, List<String> within) {
    boolean isIn(String bare, Set<String> words) {
      return within.stream().anyMatch(bare::contains)
          || words.stream().anyMatch(word.asMatchPredicate());
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          new Known(SECNUMCLOUD, Pattern.compile("snc" + VERSION), List.of("secnumcloud")),
          new Known("ISO27001", Pattern.compile("(.*\\D)?27001(\\D.*)?"), List.of("iso27001")),
          new Known(
              "HDS", Pattern.compile("hds" + VERSION), List.of("donneesdesante", "donneessante")),
          new Known(
              "C5", Pattern.compile("(bsi)?c5" + VERSION), List.of("cloudcomputingcompliance")));

  /** How the names of other schemes that clouds are certified to begin. */
  private static final List<String> OTHERS =
      List.of(
          "csastar",
          "eucs",
          "fedramp",
          "iso14001",
          "iso20000",
          "iso22301",
          "iso27017",
          "iso27018",
          "iso27701",
          "iso50001",
          "iso9001",
          "passi",
          "pcidss",
          "soc1",
          "soc2",
          "soc3",
          "tisax");

  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Pattern NEW_WORD =
      Pattern.compile(
          NO_LETTER + "|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private SchemeName() {}

  /**
   * The schemes of the list {@code SecNumCloud}, {@code ISO27001}, {@code HDS}, {@code C5} that a
   * text most likely names, whatever stands around them ({@code secnumcloud}, {@code
   * SecNumCloud-3.2}, {@code BSI-C5}), in this order; empty if none.
   */
  public static List<String> meant(String written) {
    String bare = bare(written);
    Set<String> words = words(written);
    List<String> named =
        KNOWN.stream().filter(scheme -> scheme.isIn(bare, words)).map(Known::name).toList();
    boolean nearly =
        words.stream()
            .map(word -> word.replaceAll("\\d", ""))
            .anyMatch(word -> NearestName.of(word, List.of(SECNUMCLOUD)).isPresent());
    return named.isEmpty() && nearly ? List.of(SECNUMCLOUD) : named;
  }

  /** Whether two texts may be one scheme. */
  public static boolean mayBeOne(String a, String b) {
    return !Collections.disjoint(named(a), named(b));
  }

  /**
   * Whether nobody can tell which scheme a decision is about: it names none of those that are
   * granted beside it, and none that is known to be another one.
   *
   * @param granted the schemes beside it; if there are none, nothing can be taken away
   */
  public static boolean isUnclear(String decision, Collection<String> granted) {
    String other = other(decision);
    return !granted.isEmpty()
        && meant(decision).isEmpty()
        && granted.stream().noneMatch(scheme -> mayBeOne(decision, scheme))
        && (other == null || granted.stream().anyMatch(scheme -> other.equals(other(scheme))));
  }

  private static @Nullable String other(String written) {
    return OTHERS.stream().filter(bare(written)::startsWith).findFirst().orElse(null);
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

  private static List<String> named(String written) {
    List<String> meant = meant(written);
    return meant.isEmpty() ? List.of(bare(written)) : meant;
  }

  /** All of it as one word, and its parts, by what separates them and by capitals too. */
  private static Set<String> words(String written) {
    TreeSet<String> words = new TreeSet<>(List.of(bare(written)));
    for (Pattern separator : List.of(NO_LETTER, NEW_WORD)) {
      Arrays.stream(separator.split(written)).map(SchemeName::bare).forEach(words::add);
    }
    return words;
  }

  /** Its letters and digits in lower case; {@code IEC} is {@code CEI} in French. */
  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "")
        .replaceAll("iso(iec|cei)", "iso");
  }
}
