package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A group of facts that a decision about a zone rests on, and who says so.
 *
 * @param name of the homologation or the supplier, the scheme of a qualification; else empty
 * @param owner name of whom or what the facts are about
 */
public record FactGroup(StatedFact.Kind kind, String name, String owner, Provenance provenance) {

  /** By name, then basis, then day. */
  private static final Comparator<FactGroup> ORDER =
      Comparator.comparing(FactGroup::message)
          .thenComparing(g -> g.provenance().basis())
          .thenComparing(
              g -> g.provenance().asOf(), Comparator.nullsFirst(Comparator.naturalOrder()));

  private FactGroup(StatedFact.Kind kind, String owner, Provenance provenance) {
    this(kind, "", owner, provenance);
  }

  /** What it is about and whose: {@code location of zone bleu-fc-1}. */
  public Message message() {
    return switch (kind) {
      case Homologation -> Message.of("group.homologation", "name", name, "zone", owner);
      case Supplier -> Message.of("group.supplier", "name", name, "provider", owner);
      case Agreement -> Message.of("group.agreement", "offering", owner);
      case Qualification -> Message.of("group.qualification", "scheme", name, "offering", owner);
      default ->
          isOfZone()
              ? Message.of("group.zone", "field", field(), "zone", owner)
              : Message.of("group.provider", "field", field(), "provider", owner);
    };
  }

  /** The field that it is stated in: {@code legalEntity}. */
  private String field() {
    return switch (kind) {
      case Supplier -> "suppliers";
      case Qualification -> name;
      default -> Character.toLowerCase(kind.name().charAt(0)) + kind.name().substring(1);
    };
  }

  /** Whether it is about a zone, and not about a provider or an offering of his. */
  public boolean isOfZone() {
    return kind.ofZone();
  }

  /** What is said of some groups, in their order. */
  public static List<Message> said(List<FactGroup> groups, Function<FactGroup, Message> words) {
    return groups.stream().sorted(ORDER).map(words).toList();
  }

  /**
   * What some groups are about, without whose they are: {@code zone (location, site), provider
   * (legalEntity), offerings (agreement)}. Empty for no group.
   */
  public static List<Message> kinds(List<FactGroup> groups) {
    TreeSet<String> ofZone = new TreeSet<>();
    TreeSet<String> ofProvider = new TreeSet<>();
    TreeSet<String> ofOffering = new TreeSet<>();
    for (FactGroup group : groups) {
      TreeSet<String> fields =
          group.isOfZone() ? ofZone : group.kind.ofOffering() ? ofOffering : ofProvider;
      fields.add(group.field());
    }
    List<Message> kinds = new ArrayList<>();
    if (!ofZone.isEmpty()) {
      kinds.add(Message.of("group.kindsOfZone", "fields", ofZone));
    }
    if (!ofProvider.isEmpty()) {
      kinds.add(Message.of("group.kindsOfProvider", "fields", ofProvider));
    }
    if (!ofOffering.isEmpty()) {
      kinds.add(Message.of("group.kindsOfOfferings", "fields", ofOffering));
    }
    return kinds;
  }

  /** What decides about a workload which groups count. */
  private record About(
      boolean stores, boolean outlivesHazard, List<String> dataClasses, Set<String> schemes) {}

  /** Equal for two workloads if the answers to the same question rest on the same groups. */
  public static Object key(Workload workload) {
    return about(workload);
  }

  /** Whether a promise of the workload counts on which hazards reach a zone. */
  public static boolean restsOnHazards(Workload workload) {
    return about(workload).outlivesHazard;
  }

  private static About about(Workload workload) {
    Closure closure = workload.closure();
    boolean outlivesHazard =
        workload.tolerate().stream().anyMatch(t -> t.of().isHazard())
            || workload.spread().stream().anyMatch(s -> s.over().isHazard());
    return new About(
        !closure.claims().isEmpty()
            || closure.backup() != null
            || closure.content() != Closure.Content.Template,
        outlivesHazard,
        workload.dataClasses(),
        schemes(workload));
  }

  /**
   * The groups that the answer to a question rests on: the site and the location of the zone (a
   * dependency has none), its hazards if the workload is to survive one, its storage if the
   * workload claims some or is backed up, what its nodes call, its homologations for classes of the
   * workload, the provider's legal entity, ownership, operations and suppliers as far as they are
   * stated, and the agreements and qualifications of the zone's offerings. If rules of the workload
   * ask for certain schemes, qualifications of other schemes are left out. What is not stated is no
   * group: the rules that read it say that it is unknown.
   */
  public static List<FactGroup> of(ZoneRule.Question question) {
    List<FactGroup> groups = new ArrayList<>();
    Zone zone = question.zone();
    if (question.link() != Link.Dependency) {
      groups.add(new FactGroup(StatedFact.Kind.Site, zone.name(), zone.siteProvenance()));
    }
    if (zone.location().country() != null || zone.location().coordinates() != null) {
      groups.add(
          new FactGroup(StatedFact.Kind.Location, zone.name(), zone.location().provenance()));
    }
    About about = about(question.workload());
    Zone.Storage storage = zone.equipment().storage();
    if (storage != null && question.link() != Link.Dependency && about.stores) {
      groups.add(new FactGroup(StatedFact.Kind.Storage, zone.name(), storage.provenance()));
    }
    Zone.Egress egress = zone.equipment().egress();
    if (egress != null && question.link() == Link.Zone) {
      groups.add(new FactGroup(StatedFact.Kind.Egress, zone.name(), egress.provenance()));
    }
    if (!zone.failureDomains().isEmpty() && about.outlivesHazard) {
      groups.add(
          new FactGroup(
              StatedFact.Kind.FailureDomains, zone.name(), zone.failureDomainsProvenance()));
    }
    for (Zone.Homologation h : zone.homologations()) {
      if (!Collections.disjoint(h.dataClasses(), about.dataClasses)) {
        groups.add(
            new FactGroup(
                StatedFact.Kind.Homologation, h.reference(), zone.name(), h.provenance()));
      }
    }
    Provider provider = question.provider();
    if (provider != null) {
      Provider.LegalEntity entity = provider.legalEntity();
      if (entity != null) {
        groups.add(
            new FactGroup(StatedFact.Kind.LegalEntity, provider.name(), entity.provenance()));
      }
      Provider.Ownership ownership = provider.ownership();
      if (ownership != null) {
        groups.add(
            new FactGroup(StatedFact.Kind.Ownership, provider.name(), ownership.provenance()));
      }
      operations(provider, groups);
    }
    for (Provider.Offering offering : question.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        groups.add(
            new FactGroup(StatedFact.Kind.Agreement, offering.name(), agreement.provenance()));
      }
      for (Provider.Qualification q : offering.qualifications()) {
        if (about.schemes.isEmpty() || about.schemes.contains(q.scheme())) {
          groups.add(
              new FactGroup(
                  StatedFact.Kind.Qualification, q.scheme(), offering.name(), q.provenance()));
        }
      }
    }
    return groups;
  }

  private static void operations(Provider provider, List<FactGroup> groups) {
    Provider.Operations operations = provider.operations();
    if (operations != null) {
      groups.add(
          new FactGroup(StatedFact.Kind.Operations, provider.name(), operations.provenance()));
    }
    for (Provider.Supplier supplier : provider.suppliers()) {
      groups.add(
          new FactGroup(
              StatedFact.Kind.Supplier, supplier.name(), provider.name(), supplier.provenance()));
    }
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

  /** Whether a fact of the same zone and provider is what this group is about. */
  boolean isAbout(StatedFact fact) {
    return kind == fact.kind()
        && owner.equals(kind.ofOffering() ? fact.offering() : fact.owner())
        && provenance.equals(fact.provenance())
        && (!isNamed() || name.equals(fact.name()));
  }

  /** Whether there are several of the kind, each with a name. */
  private boolean isNamed() {
    return kind == StatedFact.Kind.Homologation
        || kind == StatedFact.Kind.Supplier
        || kind == StatedFact.Kind.Qualification;
  }
}
