package cloud.bleu.placement.estate;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group of facts that a decision about a zone rests on, and who says so.
 *
 * @param kind as {@code location of zone}
 * @param owner name of whom or what the facts are about
 */
public record FactGroup(String kind, String owner, Provenance provenance) {

  private static final String QUALIFICATION = " qualification of offering";

  /** By name, then basis, then day. */
  private static final Comparator<FactGroup> ORDER =
      Comparator.comparing(FactGroup::name)
          .thenComparing(g -> g.provenance().basis())
          .thenComparing(
              g -> g.provenance().asOf(), Comparator.nullsFirst(Comparator.naturalOrder()));

  /** For people and stable: {@code location of zone bleu-fc-1}. */
  public String name() {
    return kind + " " + owner;
  }

  /** Whether it is about a zone, and not about a provider or an offering of his. */
  public boolean isOfZone() {
    return kind.endsWith(" of zone");
  }

  /** What is said of some groups, in their order. */
  public static List<String> said(List<FactGroup> groups, Function<FactGroup, String> words) {
    return groups.stream().sorted(ORDER).map(words).toList();
  }

  /**
   * What some groups are about, without whose they are: {@code zone (location, site), provider
   * (legalEntity), offerings (agreement)}. Empty for no group.
   */
  public static String kinds(List<FactGroup> groups) {
    TreeSet<String> ofZone = new TreeSet<>();
    TreeSet<String> ofProvider = new TreeSet<>();
    TreeSet<String> ofOffering = new TreeSet<>();
    for (FactGroup group : groups) {
      String kind = group.kind();
      // The field that it is stated in.
      String first = kind.substring(0, kind.indexOf(' '));
      String word = first.equals("supplier") ? "suppliers" : first;
      if (group.isOfZone()) {
        ofZone.add(word);
      } else if (kind.endsWith(" of provider")) {
        ofProvider.add(word);
      } else {
        ofOffering.add(kind.endsWith(QUALIFICATION) ? kind.replace(QUALIFICATION, "") : word);
      }
    }
    return Stream.of(
            kinds("zone", ofZone), kinds("provider", ofProvider), kinds("offerings", ofOffering))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String kinds(String owner, Set<String> words) {
    return words.isEmpty() ? "" : owner + " (" + String.join(", ", words) + ")";
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
      groups.add(new FactGroup("site of zone", zone.name(), zone.siteProvenance()));
    }
    if (zone.location().country() != null || zone.location().coordinates() != null) {
      groups.add(new FactGroup("location of zone", zone.name(), zone.location().provenance()));
    }
    About about = about(question.workload());
    Zone.Storage storage = zone.equipment().storage();
    if (storage != null && question.link() != Link.Dependency && about.stores) {
      groups.add(new FactGroup("storage of zone", zone.name(), storage.provenance()));
    }
    Zone.Egress egress = zone.equipment().egress();
    if (egress != null && question.link() == Link.Zone) {
      groups.add(new FactGroup("egress of zone", zone.name(), egress.provenance()));
    }
    if (!zone.failureDomains().isEmpty() && about.outlivesHazard) {
      groups.add(
          new FactGroup("failureDomains of zone", zone.name(), zone.failureDomainsProvenance()));
    }
    for (Zone.Homologation h : zone.homologations()) {
      if (!Collections.disjoint(h.dataClasses(), about.dataClasses)) {
        groups.add(
            new FactGroup(
                "homologation " + h.reference() + " of zone", zone.name(), h.provenance()));
      }
    }
    Provider provider = question.provider();
    if (provider != null) {
      Provider.LegalEntity entity = provider.legalEntity();
      if (entity != null) {
        groups.add(new FactGroup("legalEntity of provider", provider.name(), entity.provenance()));
      }
      Provider.Ownership ownership = provider.ownership();
      if (ownership != null) {
        groups.add(new FactGroup("ownership of provider", provider.name(), ownership.provenance()));
      }
      operations(provider, groups);
    }
    for (Provider.Offering offering : question.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        groups.add(
            new FactGroup("agreement for offering", offering.name(), agreement.provenance()));
      }
      for (Provider.Qualification q : offering.qualifications()) {
        if (about.schemes.isEmpty() || about.schemes.contains(q.scheme())) {
          groups.add(new FactGroup(q.scheme() + QUALIFICATION, offering.name(), q.provenance()));
        }
      }
    }
    return groups;
  }

  private static void operations(Provider provider, List<FactGroup> groups) {
    Provider.Operations operations = provider.operations();
    if (operations != null) {
      groups.add(new FactGroup("operations of provider", provider.name(), operations.provenance()));
    }
    for (Provider.Supplier supplier : provider.suppliers()) {
      groups.add(
          new FactGroup(
              "supplier " + supplier.name() + " of provider",
              provider.name(),
              supplier.provenance()));
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
    StatedFact.Kind stated = fact.kind();
    if (!owner.equals(stated.ofOffering() ? fact.offering() : fact.owner())
        || !provenance.equals(fact.provenance())) {
      return false;
    }
    return switch (kind) {
      case "site of zone" -> stated == StatedFact.Kind.Site;
      case "location of zone" -> stated == StatedFact.Kind.Location;
      case "failureDomains of zone" -> stated == StatedFact.Kind.FailureDomains;
      case "storage of zone" -> stated == StatedFact.Kind.Storage;
      case "egress of zone" -> stated == StatedFact.Kind.Egress;
      case "legalEntity of provider" -> stated == StatedFact.Kind.LegalEntity;
      case "ownership of provider" -> stated == StatedFact.Kind.Ownership;
      case "operations of provider" -> stated == StatedFact.Kind.Operations;
      case "agreement for offering" -> stated == StatedFact.Kind.Agreement;
      default ->
          switch (stated) {
            case Homologation -> kind.equals("homologation " + fact.name() + " of zone");
            case Supplier -> kind.equals("supplier " + fact.name() + " of provider");
            case Qualification -> kind.equals(fact.name() + " qualification of offering");
            default -> false;
          };
    };
  }
}
