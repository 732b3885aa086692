package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a workload decides which facts an answer about it rests on, whichever rule is asked. It
 * is equal for two workloads if the answers to the same question rest on the same facts.
 *
 * @param kinds of facts that do not count for every workload and do for it: storage if it claims
 *     some, is backed up, or its content is not known whole; hazards if a promise of it counts on
 *     which ones reach a zone; coordinates if a policy asks how far backups are, in kilometres; and
 *     what rules of its policies read whatever it is made of
 * @param schemes that its rules ask for; empty: qualifications of every scheme count
 */
public record FactSelection(
    Set<StatedFact.Kind> kinds, List<String> dataClasses, Set<String> schemes) {

  private static final Set<StatedFact.Kind> FOR_SOME =
      Set.of(
          StatedFact.Kind.Coordinates,
          StatedFact.Kind.FailureDomains,
          StatedFact.Kind.Homologation,
          StatedFact.Kind.Storage,
          StatedFact.Kind.Qualification);

  private static final String DISTANCE = "minDistanceKm";

  private static final List<StatedFact.Kind> OF_PROVIDERS =
      List.of(
          StatedFact.Kind.LegalEntity,
          StatedFact.Kind.Ownership,
          StatedFact.Kind.Operations,
          StatedFact.Kind.Supplier);

  public FactSelection {
    kinds = Set.copyOf(kinds);
    dataClasses = List.copyOf(dataClasses);
    schemes = Set.copyOf(schemes);
  }

  /** Of a workload. */
  public static FactSelection of(Workload workload) {
    Set<StatedFact.Kind> kinds = EnumSet.noneOf(StatedFact.Kind.class);
    for (BoundRule bound : workload.rules()) {
      kinds.addAll(bound.rule().reads());
      if (measures(bound)) {
        kinds.add(StatedFact.Kind.Coordinates);
      }
    }
    kinds.retainAll(FOR_SOME);
    if (stores(workload.closure())) {
      kinds.add(StatedFact.Kind.Storage);
    }
    if (workload.tolerate().stream().anyMatch(t -> t.of().isHazard())
        || workload.spread().stream().anyMatch(s -> s.over().isHazard())) {
      kinds.add(StatedFact.Kind.FailureDomains);
    }
    return new FactSelection(
        kinds,
        workload.dataClasses(),
        kinds.contains(StatedFact.Kind.Qualification) ? Set.of() : schemes(workload));
  }

  private static boolean stores(Closure closure) {
    return !closure.claims().isEmpty()
        || closure.backup() != null
        || closure.content() != Closure.Content.Template;
  }

  /** Whether facts of that kind count, of those that do not count for every workload. */
  public boolean counts(StatedFact.Kind kind) {
    return kinds.contains(kind);
  }

  private static boolean measures(BoundRule bound) {
    return bound.policy() != null
        && bound.rule().declaration().parameters().stream().anyMatch(p -> p.name().equals(DISTANCE))
        && bound.parameters().decimal(DISTANCE, BigDecimal.ZERO).signum() > 0;
  }

  /** The schemes that rules of the workload ask for, whichever rules they are. */
  public static Set<String> schemes(Workload workload) {
    TreeSet<String> schemes = new TreeSet<>();
    for (BoundRule bound : workload.rules()) {
      for (RuleParameter parameter : bound.rule().declaration().parameters()) {
        String byDefault = parameter.defaultValue();
        if (parameter.name().equals("scheme") && byDefault != null) {
          schemes.add(bound.parameters().text("scheme", byDefault));
        }
      }
    }
    return schemes;
  }

  /**
   * The facts that the answer to a question about its workload rests on: the site and the location
   * of the zone (a dependency has none), its coordinates if a policy asks for a distance and they
   * are known from elsewhere than the country, its hazards if the workload is to survive one, its
   * storage if the workload claims some or is backed up, what its nodes call, its homologations for
   * classes of the workload, the provider's legal entity, ownership, operations and suppliers as
   * far as they are stated, and the agreements and qualifications of the zone's offerings. If rules
   * of the workload ask for certain schemes, qualifications of other schemes are left out. What a
   * rule of its own author reads of these is never left out. What is not stated is no fact: the
   * rules that read it say that it is unknown.
   */
  public static List<StatedFact> facts(ZoneRule.Question question) {
    FactSelection selection = of(question.workload());
    List<StatedFact> facts = new ArrayList<>();
    if (question.link() != Link.Dependency) {
      selection.addOfZone(question.zone(), question.link(), facts);
    }
    Provider provider = question.provider();
    if (provider != null) {
      selection.addOfProvider(provider, question.zone(), facts);
    }
    return facts;
  }

  private void addOfZone(Zone zone, Link link, List<StatedFact> facts) {
    facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.Site));
    if (zone.location().country() != null || zone.location().coordinates() != null) {
      facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.Location));
    }
    if (counts(StatedFact.Kind.Coordinates) && ZoneFacts.hasOwnCoordinates(zone)) {
      facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.Coordinates));
    }
    if (counts(StatedFact.Kind.FailureDomains)) {
      facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.FailureDomains));
    }
    for (Zone.Homologation homologation : zone.homologations()) {
      if (counts(StatedFact.Kind.Homologation)
          || !Collections.disjoint(homologation.dataClasses(), dataClasses)) {
        facts.add(ZoneFacts.homologation(zone.name(), homologation));
      }
    }
    if (counts(StatedFact.Kind.Storage)) {
      facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.Storage));
    }
    if (link == Link.Zone) {
      facts.addAll(ZoneFacts.of(zone, StatedFact.Kind.Egress));
    }
  }

  private void addOfProvider(Provider provider, Zone zone, List<StatedFact> facts) {
    for (StatedFact.Kind kind : OF_PROVIDERS) {
      facts.addAll(ProviderFacts.of(provider, kind));
    }
    List<Provider.Offering> offerings =
        provider.offerings().stream().filter(o -> zone.offerings().contains(o.name())).toList();
    for (Provider.Offering offering : offerings) {
      facts.addAll(ProviderFacts.of(provider, offering, StatedFact.Kind.Agreement));
    }
    for (Provider.Offering offering : offerings) {
      ProviderFacts.of(provider, offering, StatedFact.Kind.Qualification).stream()
          .filter(f -> schemes.isEmpty() || schemes.contains(f.name()))
          .forEach(facts::add);
    }
  }
}
