package cloud.bleu.cli.french;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.Credentials;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.report.french.FactNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Facts in French: what is stated and who says so. */
final class FrenchFacts {
  private final ExplanationWords french;
  private final FactNames names;

  FrenchFacts(ExplanationWords french) {
    this.french = french;
    this.names = new FactNames(french);
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
                    "basis",
                    MessageBundle.FRENCH.value(p.basis().name()),
                    "day",
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
                  + names.name(fact)
                  + " : "
                  + (said == null ? french.word("link.notStated") : provenance(said)),
              4));
    }
    return text.toString();
  }

  private String provenance(Provenance p) {
    List<String> parts = new ArrayList<>();
    parts.add(MessageBundle.FRENCH.value(p.basis().name()));
    if (!p.source().isEmpty()) {
      parts.add(Credentials.hidden(p.source()));
    }
    if (p.asOf() != null) {
      parts.add(french.said("text.asOf", Map.of("day", p.asOf().toString())));
    }
    if (p.checkedBy() != null) {
      parts.add(french.said("text.checkedBy", Map.of("by", p.checkedBy())));
    }
    if (p.documentSHA256() != null) {
      parts.add("SHA-256 " + p.documentSHA256());
    }
    return String.join(", ", parts);
  }
}
