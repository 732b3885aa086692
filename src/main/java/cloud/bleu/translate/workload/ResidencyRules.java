package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Residency;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The residency and the services that a workload asks for itself, as rules that no policy can
 * loosen.
 */
final class ResidencyRules {
  private static final String PATH = "spec.residency";

  private final List<BoundRule> rules = new ArrayList<>();
  private final List<BoundRule> stated;
  private final Findings findings;

  private ResidencyRules(List<BoundRule> stated, Findings findings) {
    this.stated = stated;
    this.findings = findings;
  }

  /**
   * What a workload asks for itself.
   *
   * @param stated by policies for it
   */
  static List<BoundRule> of(
      BleuWorkloadSpec spec, ReferableNames around, List<BoundRule> stated, Findings findings) {
    Residency api = spec.residency();
    ResidencyRules residency = new ResidencyRules(stated, findings);
    if (!api.countries().isEmpty()) {
      residency.add("countries", Map.of("countries", api.countries()), PATH, null);
    }
    residency.filter("providers", api.providers(), "CloudProvider", around.providers().keySet());
    residency.filter("regions", api.regions(), "region", around.regions());
    residency.filter("zones", api.zones(), "AvailabilityZone", around.zones());
    if (!api.keyCustody().isEmpty()) {
      residency.implied("key-custody", Map.of("accept", api.keyCustody()), PATH + ".keyCustody");
    }
    if (spec.resilience().backup() != null) {
      residency.unlessStated("backup-location", "spec.resilience.backup");
    }
    if (!api.registries().isEmpty()) {
      residency.implied(
          "registry-allowed", Map.of("allow", api.registries()), PATH + ".registries");
    }
    if (spec.dependencies() != null && !spec.dependencies().isEmpty()) {
      residency.unlessStated("dependencies-compliant", "spec.dependencies");
    }
    if (!spec.services().isEmpty()) {
      residency.implied("services-offered", Map.of(), "spec.services");
    }
    return residency.rules;
  }

  private void filter(String id, Residency.Filter filter, String kind, Collection<String> known) {
    if (filter.allow().isEmpty() && filter.deny().isEmpty()) {
      return;
    }
    String path = PATH + "." + id;
    names(filter.allow(), path + ".allow", kind, known);
    names(filter.deny(), path + ".deny", kind, known);
    TreeMap<String, Object> parameters = new TreeMap<>();
    if (!filter.allow().isEmpty()) {
      parameters.put("allow", filter.allow());
    }
    if (!filter.deny().isEmpty()) {
      parameters.put("deny", filter.deny());
    }
    add(id, parameters, path, null);
  }

  private void names(List<String> names, String path, String kind, Collection<String> known) {
    int i = 0;
    for (String name : names) {
      String at = FieldPath.item(path, i++);
      if (!known.contains(name)) {
        findings.dangling(at, kind, name, known);
      }
    }
  }

  /**
   * A rule that holds the statements of policies to what a field names. Where a policy enforces it,
   * that statement asks no less, and its owner says who may waive it.
   */
  private void unlessStated(String id, String path) {
    boolean enforced =
        stated.stream()
            .filter(b -> b.action() == BoundRule.Action.Enforce)
            .anyMatch(b -> b.rule().declaration().id().equals(id));
    if (!enforced) {
      implied(id, Map.of(), path);
    }
  }

  /** A rule of the catalogue for a field that does not name it. */
  private void implied(String id, Map<String, ?> parameters, String path) {
    add(id, parameters, path, path);
  }

  private void add(String id, Map<String, ?> parameters, String path, @Nullable String impliedBy) {
    Catalogue.Binding binding = Catalogue.bind(id, parameters);
    if (binding instanceof Catalogue.Binding.Bound bound) {
      rules.add(
          new BoundRule(
              bound.rule(),
              id,
              null,
              BoundRule.Action.Enforce,
              BoundRule.OnViolation.Report,
              bound.parameters(),
              bound.requirements(),
              List.of(),
              impliedBy));
    } else if (binding instanceof Catalogue.Binding.Refused refused) {
      for (Catalogue.Problem problem : refused.problems()) {
        String field = problem.field().replaceFirst("^parameters\\.?", "");
        findings.block(
            field.isEmpty() ? path : FieldPath.join(path, field),
            problem.message(),
            null,
            problem.message().contains("; ") ? "" : "correct it");
      }
    }
  }
}
