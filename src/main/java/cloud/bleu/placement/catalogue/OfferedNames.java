package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares names that a workload needs with those that the offerings of a zone list.
 *
 * @param kind of thing, lower case and singular: {@code service}; the codes begin with it
 * @param listed what an offering lists of that kind; nothing: it is not known
 */
public record OfferedNames(String kind, Function<Provider.Offering, List<String>> listed) {

  /** What it can answer: {@code ServiceNotOffered}, {@code ServicesUnknown} and two more. */
  public List<String> codes() {
    return Stream.of("OfferingUnknown", "ProviderUnknown", code("NotOffered"), code("sUnknown"))
        .sorted()
        .toList();
  }

  /** Whether each name is sold in the zone's region by some offering of the zone. */
  public Verdict verdict(List<String> needed, ZoneRule.Question question) {
    if (needed.isEmpty()) {
      return Verdict.notApplicable(Message.of("offered.noneAsked", "kind", kind));
    }
    Zone zone = question.zone();
    if (question.provider() == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          Message.of("provider.missing", "provider", zone.provider()),
          Message.of("do.createProvider", "group", "offerings"));
    }
    List<Provider.Offering> sold = sold(question);
    List<String> absent = absent(needed, sold);
    if (absent.isEmpty()) {
      return Verdict.pass(Origin.Declared, Message.of("offered.every", "kind", kind));
    }
    List<String> missing = question.missingOfferings();
    if (!missing.isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          Message.of("offered.mayHave", "offerings", missing, "names", absent),
          Message.of("do.correctOfferings"));
    }
    if (zone.offerings().isEmpty() || sold.stream().anyMatch(o -> listed.apply(o).isEmpty())) {
      return unknown(absent, question);
    }
    return notOffered(absent, sold, question);
  }

  /** The offerings of the zone that are sold in its region. */
  private static List<Provider.Offering> sold(ZoneRule.Question question) {
    String region = question.zone().region();
    return question.offerings().stream()
        .filter(o -> o.regions().isEmpty() || o.regions().contains(region))
        .toList();
  }

  private List<String> absent(List<String> needed, List<Provider.Offering> sold) {
    return needed.stream()
        .filter(name -> sold.stream().noneMatch(o -> listed.apply(o).contains(name)))
        .distinct()
        .sorted()
        .toList();
  }

  private Verdict unknown(List<String> absent, ZoneRule.Question question) {
    return Verdict.unknown(
        code("sUnknown"),
        Origin.Assumed,
        Message.of(
            "offered.unknown",
            "dependency",
            question.link() == Link.Dependency,
            "kind",
            kind,
            "names",
            absent),
        Message.of("do.stateOffered", "kind", kind));
  }

  private Verdict notOffered(
      List<String> absent, List<Provider.Offering> sold, ZoneRule.Question question) {
    boolean inOtherRegions =
        question.offerings().stream()
            .anyMatch(
                o -> !sold.contains(o) && absent.stream().anyMatch(listed.apply(o)::contains));
    return Verdict.reject(
        code("NotOffered"),
        Origin.Declared,
        Message.of(
            "offered.absent",
            "dependency",
            question.link() == Link.Dependency,
            "kind",
            kind,
            "names",
            absent,
            "region",
            inOtherRegions ? question.zone().region() : null),
        Message.of("do.zoneThatOffers", "kind", kind));
  }

  private String code(String what) {
    return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + what;
  }
}
