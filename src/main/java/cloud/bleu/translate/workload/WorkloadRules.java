package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.pod.Source;
import cloud.bleu.translate.policy.FailClosedRule;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.TemplateRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules that hold for one workload: what it states itself, what policies ask of it, what its
 * template says, and who carries it out.
 */
record WorkloadRules(
    ReferableNames around,
    WorkloadId id,
    BleuWorkload object,
    BleuWorkloadSpec spec,
    Source source,
    Findings findings) {

  /**
   * Kinds of companions that hold data or give rights: an agent would delete it, or give its own.
   */
  private static final Set<String> NOT_CARRIED =
      Set.of(
          HasMetadata.getKind(PersistentVolumeClaim.class),
          HasMetadata.getKind(Role.class),
          HasMetadata.getKind(RoleBinding.class));

  /**
   * All of them, in the order in which they are asked.
   *
   * @param decided whether a decision is in force: then it stays where it is, and is warned about
   */
  List<BoundRule> all(Governance.Governing governing, boolean decided) {
    List<BoundRule> waived = around.waivers().bound(id, object.getMetadata().getUid(), governing);
    List<BoundRule> stated = around.breakGlass().bound(id, object, waived, findings);
    List<BoundRule> rules = new ArrayList<>(ResidencyRules.of(spec, around, stated, findings));
    rules.addAll(stated);
    if (source.requests().amounts().isEmpty()) {
      rules.add(FailClosedRule.requestsMissing(source.path()));
    }
    rules.addAll(template(decided));
    rules.addAll(carrier());
    return rules;
  }

  /** What the template says of nodes and of labels that are not its own to say. */
  private List<BoundRule> template(boolean decided) {
    List<BoundRule> rules =
        new ArrayList<>(
            TemplateRule.of(source.nodes(), source.template(), around.labels(), decided));
    for (TemplateRule.Claim claim : TemplateRule.claims(source)) {
      if (decided) {
        rules.add(TemplateRule.warning(claim, source.template(), around.zones()));
      } else {
        findings.block(
            source.path(),
            claim.what().text(),
            null,
            TemplateRule.takeOut(source.template()).text());
      }
    }
    return rules;
  }

  /**
   * Pods of others run in this cluster. What is carried out elsewhere runs where its carrier is.
   */
  private List<BoundRule> carrier() {
    WorkloadSource runs = spec.workload();
    if (runs == null) {
      return List.of();
    }
    if (runs.pods() != null) {
      return TemplateRule.ofOthers(around.elsewhere());
    }
    if (runs.external() != null) {
      return List.of();
    }
    List<BoundRule> rules = new ArrayList<>(ofKarmada(runs.karmada() != null));
    if (runs.karmada() == null) {
      rules.addAll(ofAgents(runs));
    }
    return rules;
  }

  /** Agents of managed clusters carry neither StatefulSets nor every kind of companion. */
  private List<BoundRule> ofAgents(WorkloadSource runs) {
    if (runs.statefulSet() != null) {
      return TemplateRule.statefulSet(around.managed());
    }
    List<String> stay =
        runs.companions().stream()
            .filter(companion -> NOT_CARRIED.stream().anyMatch(k -> k.equals(companion.kind())))
            .map(companion -> companion.kind() + " " + ShownText.quote(companion.name()))
            .toList();
    return stay.isEmpty() ? List.of() : TemplateRule.companions(stay, around.managed());
  }

  /** Karmada carries out what it has a binding of, in its clusters, and nothing else does there. */
  private List<BoundRule> ofKarmada(boolean karmada) {
    SortedSet<String> others = new TreeSet<>(karmada ? around.zones() : around.karmada());
    if (karmada) {
      others.removeAll(around.karmada());
    }
    return TemplateRule.ofKarmada(karmada, others);
  }
}
