package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.NearestName;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scheme as somebody wrote it. A qualification is granted only to the scheme that is written
 * exactly; a decision that takes one away counts whichever way it is written.
 *
 * <p>One text may name several schemes. Those that are known are found among its words, those of
 * ISO and EN by their number. A text that names none of them is the name of a scheme of its own.
 */
public final class SchemeName {

  private static final String SECNUMCLOUD = "SecNumCloud";

  /**
   * A scheme that is known however it is written.
   *
   * @param word what a word that means it matches as a whole
   * @param within what means it wherever it stands within the letters and digits
   */
  private record Known(String name, Pattern word, Pattern within) {
    static Known of(String name, String word, String within) {
      return new Known(name, Pattern.compile(word), Pattern.compile(within));
    }

    boolean isIn(String bare, Set<String> words) {
      return within.matcher(bare).find() || words.stream().anyMatch(word.asMatchPredicate());
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          Known.of(SECNUMCLOUD, "snc(v|version)?\\d*", "secnumcloud|sncloud"),
          Known.of("ISO27001", "(.*\\D)?27001(\\D.*)?", "iso27(001|k)"),
          Known.of("HDS", "hds(v|version)?\\d*", "donn[eé]es(de)?sant[eé]|healthdatahosting"),
          Known.of("C5", "(bsi)?c5(v|version)?\\d*", "cloudcomputingcompliance"));

  /** Families of other schemes by which clouds are assessed, wherever they stand. */
  private static final Pattern FAMILY =
      Pattern.compile("csastar|euc[cs]|fedramp|hitrust|passi|pcidss|soc[123]|tisax");

  private static final Pattern STANDARD =
      Pattern.compile("iso|iec|cei|isae|(?<![a-z])(en|nf|din)(?![a-z])");

  /** The number of a standard, which the year of its edition may follow. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<!\\d)(?!(19|20)\\d\\d(?!\\d))\\d{4,5}(?=((19|20)\\d\\d)?(?!\\d))");

  private static final Pattern LEVEL =
      Pattern.compile(
          "(?:type|level|label)(?:\\d|i{1,3})|basic|substantial|low|moderate|medium|high");

  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Pattern NEW_WORD =
      Pattern.compile(
          NO_LETTER + "|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern ISO = Pattern.compile("iso(iec|cei)");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** Those that most entries name, so that they are read once. */
  private static final Map<String, SchemeName> USUAL =
      KNOWN.stream().map(Known::name).collect(Collectors.toMap(name -> name, SchemeName::new));

  private final String bare;
  private final List<String> parts;
  private final List<String> meant;
  private final Set<String> named;
  private final boolean isPrivate;

  /** Reads what somebody wrote. */
  public static SchemeName of(String written) {
    SchemeName usual = USUAL.get(written);
    return usual == null ? new SchemeName(written) : usual;
  }

  private SchemeName(String written) {
    bare = bare(written);
    parts = parts(NO_LETTER, written);
    Set<String> words = new TreeSet<>(parts);
    words.add(bare);
    words.addAll(parts(NEW_WORD, written));
    TreeSet<String> found =
        KNOWN.stream()
            .filter(scheme -> scheme.isIn(bare, words))
            .map(Known::name)
            .collect(Collectors.toCollection(TreeSet::new));
    String lower = written.toLowerCase(Locale.ROOT);
    if (STANDARD.matcher(lower).find()) {
      Stream.of(lower, bare)
          .flatMap(text -> NUMBER.matcher(text).results())
          .forEach(number -> found.add("ISO" + number.group()));
    }
    FAMILY.matcher(bare).results().map(MatchResult::group).forEach(found::add);
    if (words.stream().anyMatch(SchemeName::isSlip)) {
      found.add(SECNUMCLOUD);
    }
    meant = KNOWN.stream().map(Known::name).filter(found::contains).toList();
    isPrivate = found.isEmpty();
    named = isPrivate ? Set.of(bare) : Collections.unmodifiableSet(found);
  }

  /**
   * The schemes of the list {@code SecNumCloud}, {@code ISO27001}, {@code HDS}, {@code C5} that a
   * text most likely names, whatever stands around them ({@code secnumcloud}, {@code
   * SecNumCloud-3.2}, {@code BSI-C5}), in this order; empty if none.
   */
  public List<String> meant() {
    return meant;
  }

  /** Whether it names no scheme that is known, so that it is a scheme of its own. */
  public boolean isPrivate() {
    return isPrivate;
  }

  /** Whether both name one scheme, and not two levels of it. */
  public boolean mayBeOne(SchemeName other) {
    if (Collections.disjoint(named, other.named)) {
      return false;
    }
    Set<String> levels = levels();
    Set<String> others = other.levels();
    return levels.isEmpty() || others.isEmpty() || !Collections.disjoint(levels, others);
  }

  /** Whether something in one of them may be the other one misspelt or shortened. */
  public boolean isNear(SchemeName other) {
    return Collections.disjoint(named, other.named) && (hasNear(other.bare) || other.hasNear(bare));
  }

  /** What is left of it when the known schemes are taken away, beside its whole text. */
  private boolean hasNear(String name) {
    return isPrivate && isNear(bare, name)
        || parts.stream()
            .filter(part -> isPrivate || !part.equals(bare) && of(part).isPrivate)
            .anyMatch(part -> isNear(part, name));
  }

  private static boolean isNear(String word, String name) {
    return word.startsWith(name)
        || word.endsWith(name)
        || name.startsWith(word) && 2 * word.length() > name.length()
        || NearestName.isSlip(word, name);
  }

  private static boolean isSlip(String word) {
    return NearestName.isSlip(DIGIT.matcher(word).replaceAll(""), SECNUMCLOUD);
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

  /** Type II is Type 2. */
  private Set<String> levels() {
    return LEVEL
        .matcher(bare)
        .results()
        .map(MatchResult::group)
        .map(level -> level.replaceFirst("iii$", "3").replaceFirst("ii$", "2"))
        .map(level -> level.replaceFirst("i$", "1"))
        .collect(Collectors.toSet());
  }

  private static List<String> parts(Pattern separator, String text) {
    return Arrays.stream(separator.split(text))
        .map(SchemeName::bare)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Its letters and digits in lower case; {@code IEC} is {@code CEI} in French. */
  private static String bare(String name) {
    String letters = NO_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    return ISO.matcher(letters).replaceAll("iso");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemeName name && name.bare.equals(bare);
  }

  @Override
  public int hashCode() {
    return Objects.hash(bare);
  }
}
