package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A group of facts that a decision about a zone rests on, and who says so.
 *
 * @param name for people and stable: {@code location of zone bleu-fc-1}
 */
public record FactGroup(String name, Provenance provenance) {

  /**
   * The groups that the answer to a question rests on, sorted by name: the site and the location of
   * the zone (a dependency has none), its hazards if the workload is to survive one, its storage if
   * the workload claims some or is backed up, what its nodes call, its homologations for classes of
   * the workload, the provider's legal entity, ownership, operations and suppliers as far as they
   * are stated, and the agreements and qualifications of the zone's offerings. If rules of the
   * workload ask for certain schemes, qualifications of other schemes are left out. What is not
   * stated is no group: the rules that read it say that it is unknown.
   */
  public static List<FactGroup> of(ZoneRule.Question question) {
    List<FactGroup> groups = new ArrayList<>();
    Zone zone = question.zone();
    if (question.link() != Link.Dependency) {
      groups.add(new FactGroup("site of zone " + zone.name(), zone.siteProvenance()));
    }
    if (zone.location().country() != null || zone.location().coordinates() != null) {
      groups.add(new FactGroup("location of zone " + zone.name(), zone.location().provenance()));
    }
    Zone.Storage storage = zone.equipment().storage();
    Closure closure = question.workload().closure();
    if (storage != null
        && question.link() == Link.Zone
        && (!closure.claims().isEmpty() || closure.backup() != null)) {
      groups.add(new FactGroup("storage of zone " + zone.name(), storage.provenance()));
    }
    Zone.Egress egress = zone.equipment().egress();
    if (egress != null && question.link() == Link.Zone) {
      groups.add(new FactGroup("egress of zone " + zone.name(), egress.provenance()));
    }
    if (!zone.failureDomains().isEmpty()
        && question.workload().tolerate().stream().anyMatch(t -> t.of().isHazard())) {
      groups.add(
          new FactGroup("failureDomains of zone " + zone.name(), zone.failureDomainsProvenance()));
    }
    for (Zone.Homologation h : zone.homologations()) {
      if (h.dataClasses().stream().anyMatch(question.workload().dataClasses()::contains)) {
        groups.add(
            new FactGroup(
                "homologation " + h.reference() + " of zone " + zone.name(), h.provenance()));
      }
    }
    Provider provider = question.provider();
    if (provider != null) {
      Provider.LegalEntity entity = provider.legalEntity();
      if (entity != null) {
        groups.add(
            new FactGroup("legalEntity of provider " + provider.name(), entity.provenance()));
      }
      Provider.Ownership ownership = provider.ownership();
      if (ownership != null) {
        groups.add(
            new FactGroup("ownership of provider " + provider.name(), ownership.provenance()));
      }
      operations(provider, groups);
    }
    TreeSet<String> schemes = schemes(question.workload());
    for (Provider.Offering offering : question.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        groups.add(
            new FactGroup("agreement for offering " + offering.name(), agreement.provenance()));
      }
      for (Provider.Qualification q : offering.qualifications()) {
        if (schemes.isEmpty() || schemes.contains(q.scheme())) {
          groups.add(
              new FactGroup(
                  q.scheme() + " qualification of offering " + offering.name(), q.provenance()));
        }
      }
    }
    groups.sort(
        Comparator.comparing(FactGroup::name)
            .thenComparing(g -> g.provenance().basis())
            .thenComparing(
                g -> g.provenance().asOf(), Comparator.nullsFirst(Comparator.naturalOrder())));
    return List.copyOf(groups);
  }

  private static void operations(Provider provider, List<FactGroup> groups) {
    Provider.Operations operations = provider.operations();
    if (operations != null) {
      groups.add(
          new FactGroup("operations of provider " + provider.name(), operations.provenance()));
    }
    for (Provider.Supplier supplier : provider.suppliers()) {
      groups.add(
          new FactGroup(
              "supplier " + supplier.name() + " of provider " + provider.name(),
              supplier.provenance()));
    }
  }

  /** The schemes that rules of the workload ask for, whichever rules they are. */
  private static TreeSet<String> schemes(Workload workload) {
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
}
