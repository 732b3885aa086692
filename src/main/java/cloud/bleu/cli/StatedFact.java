package cloud.bleu.cli;

import cloud.bleu.placement.Provenance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group of facts that an object states, and who says so.
 *
 * @param values what it is of, by the names in the braces of its French name
 * @param from the first day on which it holds, of what has a window; null when not known
 * @param until the last day, likewise
 */
record StatedFact(
    Kind kind,
    Map<String, String> values,
    Provenance provenance,
    @Nullable LocalDate from,
    @Nullable LocalDate until) {

  /** What is stated, with the field that a rule declares when it reads it. */
  enum Kind {
    Site("AvailabilityZone.spec.site", "site of zone {zone}"),
    Location("AvailabilityZone.spec.location", "location of zone {zone}"),
    FailureDomains("AvailabilityZone.spec.failureDomains", "failureDomains of zone {zone}"),
    Homologation(
        "AvailabilityZone.spec.homologations", "homologation {nom}{fenetre} of zone {zone}"),
    Storage("AvailabilityZone.spec.storage", "storage of zone {zone}"),
    Egress("AvailabilityZone.spec.egress", "egress of zone {zone}"),
    LegalEntity("CloudProvider.spec.legalEntity", "legal entity {nom} of {fournisseur}"),
    Ownership("CloudProvider.spec.ownership", "ownership of {fournisseur}"),
    Operations("CloudProvider.spec.operations", "operations of {fournisseur}"),
    Supplier("CloudProvider.spec.suppliers", "supplier {nom} of {fournisseur}"),
    Agreement(
        "CloudProvider.spec.offerings[].agreement",
        "agreement {nom} for offering {offre} of {fournisseur}"),
    Qualification(
        "CloudProvider.spec.offerings[].qualifications",
        "{nom}{fenetre} for offering {offre} of {fournisseur}");

    /** As in the declarations of rules. */
    final String field;

    private final String english;

    Kind(String field, String english) {
      this.field = field;
      this.english = english;
    }
  }

  StatedFact {
    values = Map.copyOf(values);
  }

  static StatedFact of(Kind kind, Provenance provenance, String... pairs) {
    return of(kind, provenance, null, null, pairs);
  }

  static StatedFact of(
      Kind kind,
      Provenance provenance,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String... pairs) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return new StatedFact(kind, values, provenance, from, until);
  }

  /** What it is, in English. */
  String name() {
    String name = kind.english;
    for (Map.Entry<String, String> value : values.entrySet()) {
      name = name.replace("{" + value.getKey() + "}", value.getValue());
    }
    List<String> window = new ArrayList<>();
    if (values.containsKey("annonce")) {
      window.add("announced " + values.get("annonce"));
    }
    if (from != null || until != null) {
      window.add(
          (from == null ? "" : "from " + from)
              + (from == null || until == null ? "" : " ")
              + (until == null ? "" : "until " + until));
    }
    return name.replace(
        "{fenetre}", window.isEmpty() ? "" : ", " + String.join(", ", window) + ",");
  }

  /** {@code Press of 2026-09-09}: the basis with its day. */
  String basis() {
    return provenance.basis()
        + (provenance.asOf() == null ? ", undated" : " of " + provenance.asOf());
  }
}
