package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.Explained;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts in French: what is stated and who says so, and what an English message names. */
final class FrenchFacts {
  private static final Pattern GAP = Pattern.compile("[\\s,;:()\"'%]+");
  private static final Pattern VALUE = Pattern.compile(".*[0-9A-Z./@_].*");
  private static final Set<String> NO_VALUES = Set.of("EU", "CloudProvider", "AvailabilityZone");

  private final French french;
  private final Set<String> names = new TreeSet<>();
  private final FrenchPhrases phrases;

  FrenchFacts(French french, Explained explained) {
    this.french = french;
    this.phrases = new FrenchPhrases(french);
    Estate estate = explained.estate();
    names.addAll(explained.policies());
    for (Zone zone : estate.zones()) {
      names.addAll(List.of(zone.name(), zone.provider(), zone.region(), zone.site()));
      names.addAll(zone.offerings());
    }
    for (Provider provider : estate.providers()) {
      names.add(provider.name());
      provider.offerings().forEach(o -> names.add(o.name()));
      provider.suppliers().forEach(s -> names.add(s.name()));
      if (provider.ownership() != null) {
        provider.ownership().holders().forEach(h -> names.add(h.name()));
      }
    }
  }

  /**
   * The fact of a message, in French as far as its phrases are known; empty if all that it names is
   * said already.
   */
  String missing(String message, String said) {
    String fact = message.replaceFirst("; [^;]*$", "");
    boolean lost =
        GAP.splitAsStream(fact)
            .map(word -> word.replaceFirst("\\.$", ""))
            .anyMatch(word -> isValue(word) && !names(said, word));
    return lost ? turned(fact) : "";
  }

  /** {@code 3DS Outscale} says {@code outscale}, {@code Cloud Temple} says {@code cloud-temple}. */
  private static boolean names(String said, String word) {
    return Pattern.compile("(?<![\\p{L}0-9])" + Pattern.quote(plain(word)) + "(?![\\p{L}0-9])")
        .matcher(plain(said))
        .find();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace('-', ' ');
  }

  private boolean isValue(String word) {
    return !word.isEmpty()
        && !NO_VALUES.contains(word)
        && (VALUE.matcher(word).matches() || names.contains(word));
  }

  /** A message in French; what is not known of it is quoted as it is. */
  String turned(String fact) {
    return phrases.turned(fact);
  }

  /** A message as a French sentence; null if some of it is not known in French. */
  @Nullable String sentence(String fact) {
    return phrases.sentence(fact);
  }

  /** Each basis with its day, sorted. */
  String bases(Iterable<StatedFact> facts) {
    Set<String> bases = new TreeSet<>();
    for (StatedFact fact : facts) {
      Provenance p = fact.provenance();
      if (p != null) {
        bases.add(
            french.said(
                p.asOf() == null ? "text.undated" : "text.dated",
                Map.of("base", french.value(p.basis().name()), "jour", String.valueOf(p.asOf()))));
      }
    }
    return String.join(", ", bases);
  }

  /** One paragraph for each fact that a decision rests on. */
  String foundations(List<StatedFact> facts) {
    StringBuilder text = new StringBuilder();
    for (StatedFact fact : facts) {
      Provenance said = fact.provenance();
      text.append(
          Table.wrapped(
              "  "
                  + name(fact)
                  + " : "
                  + (said == null ? french.word("link.notStated") : provenance(said)),
              4));
    }
    return text.toString();
  }

  private String name(StatedFact fact) {
    StatedFact.Window on = fact.window();
    List<String> window = new ArrayList<>();
    days(window, "text.announced", on.announced());
    days(window, "text.from", on.from());
    days(window, "text.until", on.until());
    Map<String, String> values = new TreeMap<>();
    values.put("zone", fact.owner());
    values.put("fournisseur", fact.title());
    values.put("nom", (fact.name() + " " + values(fact.detail())).strip());
    values.put("offre", fact.offering());
    values.put("fenetre", window.isEmpty() ? French.NOTHING : ", " + String.join(", ", window));
    return french.said("fact." + fact.kind(), values);
  }

  /** Words, those in French that are values of fields. */
  private String values(String words) {
    return Stream.of(words.split(" ")).map(french::value).collect(Collectors.joining(" "));
  }

  private void days(List<String> into, String key, @Nullable LocalDate day) {
    if (day != null) {
      into.add(french.said(key, Map.of("jour", day.toString())));
    }
  }

  private String provenance(Provenance p) {
    List<String> parts = new ArrayList<>();
    parts.add(french.value(p.basis().name()));
    if (!p.source().isEmpty()) {
      parts.add(p.source());
    }
    if (p.asOf() != null) {
      parts.add(french.said("text.asOf", Map.of("jour", p.asOf().toString())));
    }
    if (p.checkedBy() != null) {
      parts.add(french.said("text.checkedBy", Map.of("qui", p.checkedBy())));
    }
    if (p.documentSHA256() != null) {
      parts.add("SHA-256 " + p.documentSHA256());
    }
    return String.join(", ", parts);
  }
}
