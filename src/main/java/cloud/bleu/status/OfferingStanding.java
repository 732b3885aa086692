package cloud.bleu.status;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the qualifications of one offering are worth on one day, each beside the others.
 *
 * @param provider that the offering is of
 * @param today in Europe/Paris
 */
record OfferingStanding(Provider provider, Provider.Offering offering, LocalDate today) {

  private static final String QUALIFIED = "Qualified";

  private static final String EXPIRED = "Expired";

  private static final Comparator<Qualification> BY_DAY =
      Comparator.comparing(q -> Objects.requireNonNull(q.validUntil()));

  /** The best that any entry of the scheme says that no other one takes away. */
  String best(String scheme) {
    List<String> states =
        offering.qualifications().stream()
            .filter(q -> scheme.equals(q.scheme()))
            .map(q -> state(q, null))
            .toList();
    return Stream.of(
            QUALIFIED,
            "WindowUnknown",
            "NotYetValid",
            "InEvaluation",
            "Suspended",
            EXPIRED,
            "Withdrawn")
        .filter(states::contains)
        .findFirst()
        .orElse("NotQualified");
  }

  /**
   * @param layer null: all of its layers
   */
  private String state(Qualification q, @Nullable String layer) {
    if (!QUALIFIED.equals(q.state())) {
      return q.state();
    }
    Revocation.Asked asked = new Revocation.Asked(layer, List.of(), List.of(), today);
    Qualification revocation = Revocation.of(offering, q, asked);
    if (revocation != null) {
      return revocation.state();
    }
    if (q.validUntil() != null && today.isAfter(q.validUntil())) {
      return EXPIRED;
    }
    if (q.validFrom() != null && today.isBefore(q.validFrom())) {
      return "NotYetValid";
    }
    return q.validFrom() == null
            || q.validUntil() == null
            || SchemeVersion.isContradictory(q)
            || Revocation.unclear(provider, offering, q, asked) != null
        ? "WindowUnknown"
        : QUALIFIED;
  }

  /**
   * The last days of what has ended and is not replaced: by entries of the same scheme that are
   * qualified today and have, for each of its layers, all of its activities between them.
   * Sentences, by scheme and day.
   */
  List<String> lapsed() {
    Map<String, List<Qualification>> expired = new TreeMap<>();
    for (Qualification q : offering.qualifications()) {
      if (EXPIRED.equals(state(q, null))) {
        expired.computeIfAbsent(q.scheme(), s -> new ArrayList<>()).add(q);
      }
    }
    List<String> lapsed = new ArrayList<>();
    for (List<Qualification> ofScheme : expired.values()) {
      ofScheme.sort(BY_DAY);
      Map<String, Qualification> latest = new TreeMap<>();
      for (Qualification q : ofScheme) {
        unreplaced(q).forEach(layer -> latest.put(layer, q));
      }
      Map<Qualification, List<String>> layers = new LinkedHashMap<>();
      latest.forEach((layer, q) -> layers.computeIfAbsent(q, l -> new ArrayList<>()).add(layer));
      layers.entrySet().stream()
          .sorted(Map.Entry.comparingByKey(BY_DAY))
          .forEach(one -> lapsed.add(sentence(one.getKey(), one.getValue())));
    }
    return lapsed;
  }

  /** The layers of it that nothing replaces; the empty text where its layers are not known. */
  private TreeSet<String> unreplaced(Qualification ended) {
    List<Qualification> inForce =
        offering.qualifications().stream()
            .filter(q -> ended.scheme().equals(q.scheme()) && QUALIFIED.equals(state(q, null)))
            .toList();
    TreeSet<String> layers = new TreeSet<>(ended.layers().isEmpty() ? List.of("") : ended.layers());
    layers.removeIf(layer -> isReplaced(ended, layer, inForce));
    return layers;
  }

  private boolean isReplaced(Qualification ended, String layer, List<Qualification> inForce) {
    List<Qualification> ofLayer =
        inForce.stream()
            .filter(q -> layer.isEmpty() || isOf(q, layer) && QUALIFIED.equals(state(q, layer)))
            .toList();
    List<String> activities = ofLayer.stream().flatMap(q -> q.activities().stream()).toList();
    return !ofLayer.isEmpty()
        && Revocation.folded(activities).containsAll(Revocation.folded(ended.activities()));
  }

  private static boolean isOf(Qualification q, String layer) {
    return Revocation.folded(q.layers()).containsAll(Revocation.folded(List.of(layer)));
  }

  private String sentence(Qualification ended, List<String> layers) {
    return "the last day of "
        + ended.scheme()
        + (ended.version() == null ? "" : " " + ended.version())
        + " of offering "
        + offering.name()
        + (layers.size() < ended.layers().size() ? " for " + String.join(", ", layers) : "")
        + " is "
        + ended.validUntil();
  }
}
