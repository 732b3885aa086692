package cloud.bleu.cli.french;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands in the braces of French sentences: facts and parameters, by name. */
final class FrenchValues {

  /** The names that sentences of verdicts may use, besides {@code p.NAME}. */
  static final SortedSet<String> NAMES =
      new TreeSet<>(
          List.of(
              "champ",
              "charge",
              "classes",
              "constat",
              "couches",
              "fournisseur",
              "offres",
              "pays",
              "politique",
              "qualifications",
              "region",
              "regle",
              "services",
              "site",
              "zone"));

  private final French french;
  private final Estate estate;
  private final Workload workload;

  FrenchValues(French french, Estate estate, Workload workload) {
    this.french = french;
    this.estate = estate;
    this.workload = workload;
  }

  /** Whether what stands in a zone is known. */
  boolean sees(String zone) {
    return estate.zone(zone) != null;
  }

  /** Those of the workload alone. */
  Map<String, String> ofWorkload() {
    Map<String, String> values = new TreeMap<>();
    values.put("charge", workload.id().toString());
    values.put("classes", String.join(", ", workload.dataClasses()));
    values.put("couches", String.join(", ", workload.layers()));
    values.put("services", String.join(", ", workload.services()));
    return values;
  }

  /** Those of a verdict: of the workload, the zone, its provider and the rule as it is stated. */
  Map<String, String> of(Verdict verdict) {
    Map<String, String> values = ofWorkload();
    values.put("zone", verdict.zone());
    // What the authors of a rule wrote, and the field that it missed.
    values.put("constat", verdict.message().replaceFirst("; [^;]*$", ""));
    values.put("champ", verdict.message().replaceFirst(" .*", ""));
    values.put("regle", verdict.rule());
    values.put("politique", verdict.policy() == null ? "" : verdict.policy());
    Zone zone = estate.zone(verdict.zone());
    if (zone != null) {
      zone(zone, values);
    }
    for (BoundRule rule : workload.rules()) {
      if (rule.name().equals(verdict.rule()) && Objects.equals(rule.policy(), verdict.policy())) {
        rule.parameters()
            .values()
            .forEach(
                (name, value) ->
                    values.put(
                        "p." + name,
                        value instanceof List<?> list
                            ? String.join(
                                ", ",
                                list.stream()
                                    .map(String::valueOf)
                                    .map(french::value)
                                    .sorted()
                                    .toList())
                            : french.value(String.valueOf(value))));
      }
    }
    return values;
  }

  private void zone(Zone zone, Map<String, String> values) {
    values.put("region", zone.region());
    values.put("site", zone.site());
    values.put("pays", Objects.requireNonNullElse(zone.location().country(), ""));
    values.put("offres", String.join(", ", zone.offerings()));
    Provider provider = estate.provider(zone.provider());
    values.put("fournisseur", provider == null ? zone.provider() : provider.displayName());
    List<String> qualifications = new ArrayList<>();
    if (provider != null) {
      for (Provider.Offering offering : provider.offerings()) {
        if (zone.offerings().contains(offering.name())) {
          offering.qualifications().forEach(q -> qualifications.add(words(q)));
        }
      }
    }
    values.put("qualifications", String.join(", ", qualifications));
  }

  private String words(Provider.Qualification q) {
    return q.scheme()
        + (q.version() == null ? "" : " " + q.version())
        + " "
        + french.value(String.valueOf(q.state()))
        + (q.validUntil() == null ? "" : " jusqu'au " + q.validUntil());
  }
}
