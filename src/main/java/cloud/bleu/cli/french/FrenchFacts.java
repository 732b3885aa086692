package cloud.bleu.cli.french;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts in French: what is stated and who says so. */
final class FrenchFacts {
  private final French french;

  FrenchFacts(French french) {
    this.french = french;
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
                Map.of(
                    "base",
                    MessageBundle.FRENCH.value(p.basis().name()),
                    "jour",
                    String.valueOf(p.asOf()))));
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

  /** What is stated. */
  String name(StatedFact fact) {
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
    return Stream.of(words.split(" "))
        .map(MessageBundle.FRENCH::value)
        .collect(Collectors.joining(" "));
  }

  private void days(List<String> into, String key, @Nullable LocalDate day) {
    if (day != null) {
      into.add(french.said(key, Map.of("jour", day.toString())));
    }
  }

  private String provenance(Provenance p) {
    List<String> parts = new ArrayList<>();
    parts.add(MessageBundle.FRENCH.value(p.basis().name()));
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
