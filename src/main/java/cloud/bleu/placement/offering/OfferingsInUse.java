package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Territory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Which of the offerings of a zone a workload uses, as far as anybody states it. An offering may be
 * the one in use unless it is known to sell something else. A qualification of another offering
 * beside it says nothing of it.
 *
 * @param about answers for one offering and one layer
 */
public record OfferingsInUse(
    ZoneRule.Question question, String scheme, BiFunction<Offering, String, Verdict> about) {

  /** A service is one of an offering that no qualification covers. */
  public static final String NOT_IN_SCOPE = "ServiceNotInScope";

  /** Several offerings may be the one in use, and not all are covered. */
  public static final String UNCLEAR = "OfferingUnclear";

  /** An offering for a layer, with the answer for it. */
  private record Use(Offering offering, String layer, Verdict verdict) {}

  /**
   * What stands against the offerings in use, where every layer is covered by some offering; a pass
   * with the weakest origin where nothing does.
   *
   * @param covered the answer if the offerings that cover the layers are the ones in use
   */
  public Verdict verdict(Verdict covered) {
    List<Verdict> answers = new ArrayList<>(List.of(covered));
    for (String missing : question.missingOfferings()) {
      answers.add(
          Verdict.unknown(
              "OfferingUnknown",
              Origin.Assumed,
              Message.of(
                  "offering.missing", "provider", question.zone().provider(), "offerings", missing),
              Message.of("do.correctOfferings")));
    }
    for (String service : new TreeSet<>(question.workload().services())) {
      if (sold().stream().anyMatch(o -> sells(o, service))) {
        answers.add(judged(Message.of("use.service", "name", service), uses(service)));
      }
    }
    for (String layer : new TreeSet<>(question.workload().layers())) {
      List<Use> all = usesOf(layer);
      List<Use> used = all.stream().filter(u -> mayBeUsed(u.offering)).toList();
      // A layer of none of them may be used of another one without a service being named.
      boolean told = used.stream().anyMatch(u -> !u.verdict.failing());
      Verdict answer = judged(Message.of("use.layer", "name", layer), told ? used : all);
      told &= all.stream().anyMatch(u -> u.verdict.failing());
      // That the others are not used rests on the lists of services, for which nobody vouches.
      answers.add(
          told && !answer.failing() ? Verdict.pass(Origin.Declared, Message.NOTHING) : answer);
    }
    Verdict worst = covered;
    Origin origin = covered.origin();
    for (Verdict answer : answers) {
      origin = origin.weaker(answer.origin());
      worst =
          QualificationScrutiny.goodness(answer) < QualificationScrutiny.goodness(worst)
              ? answer
              : worst;
    }
    return worst.failing() ? worst : Verdict.pass(origin, covered.finding());
  }

  /** The offerings that are sold in the region of the zone. */
  private List<Offering> sold() {
    return question.offerings().stream()
        .filter(o -> o.regions().isEmpty() || o.regions().contains(question.zone().region()))
        .toList();
  }

  /** Whether it sells a service of the workload, or may. */
  private boolean mayBeUsed(Offering offering) {
    List<String> services = question.workload().services();
    boolean known = services.stream().anyMatch(s -> sold().stream().anyMatch(o -> sells(o, s)));
    return !known
        || offering.services().isEmpty()
        || services.stream().anyMatch(s -> sells(offering, s));
  }

  private static boolean sells(Offering offering, String service) {
    return offering.services().contains(service);
  }

  private List<Use> usesOf(String layer) {
    return sold().stream()
        .filter(o -> o.layers().isEmpty() || o.layers().contains(layer))
        .map(o -> new Use(o, layer, about.apply(o, layer)))
        .toList();
  }

  /** On which layer an offering has a service nobody states: any that the workload relies on. */
  private List<Use> uses(String service) {
    List<Use> uses = new ArrayList<>();
    for (Offering offering : sold()) {
      if (!offering.services().isEmpty() && !sells(offering, service)) {
        continue;
      }
      TreeSet<String> layers = new TreeSet<>(question.workload().layers());
      if (offering.layers().stream().anyMatch(layers::contains)) {
        layers.retainAll(offering.layers());
      } else if (!offering.layers().isEmpty()) {
        layers = new TreeSet<>(offering.layers());
      }
      for (String layer : layers) {
        uses.add(new Use(offering, layer, about.apply(offering, layer)));
      }
    }
    return uses;
  }

  /** A pass where it is covered whichever is in use. */
  private Verdict judged(Message what, List<Use> uses) {
    List<Use> good = uses.stream().filter(u -> !u.verdict.failing()).toList();
    Verdict best = null;
    Origin origin = Origin.Enforced;
    for (Use use : uses) {
      origin = origin.weaker(use.verdict.origin());
      best =
          best == null
                  || QualificationScrutiny.goodness(use.verdict)
                      > QualificationScrutiny.goodness(best)
              ? use.verdict
              : best;
    }
    if (good.size() == uses.size()) {
      return Verdict.pass(origin, Message.NOTHING);
    }
    if (good.isEmpty() && best != null) {
      return best.result() == Verdict.Result.Unknown
          ? best
          : Verdict.reject(
              NOT_IN_SCOPE,
              origin,
              Message.of(
                  "use.notCovered",
                  "use",
                  what,
                  "offerings",
                  offerings(uses),
                  "scheme",
                  scheme,
                  "region",
                  question.zone().region()),
              Message.of("do.coveredZone"));
    }
    return Verdict.unknown(
        UNCLEAR,
        origin,
        Message.of(
            "use.unclear",
            "offerings",
            Territory.inOrder(uses.stream().map(OfferingsInUse::named).toList()),
            "use",
            what,
            "scheme",
            scheme,
            "covered",
            Territory.inOrder(good.stream().map(OfferingsInUse::named).toList())),
        Message.of("do.stateUsed"));
  }

  private static String named(Use use) {
    return use.offering.name() + " (" + use.layer + ")";
  }

  private static TreeSet<String> offerings(List<Use> uses) {
    TreeSet<String> names = new TreeSet<>();
    uses.forEach(u -> names.add(u.offering.name()));
    return names;
  }
}
