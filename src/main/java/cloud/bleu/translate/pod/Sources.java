package cloud.bleu.translate.pod;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.affinity.RequiredNodeAffinity;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.LabelSelectorCheck;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.object.Tree;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a workload runs: how much one replica asks, and what binds it to a place. */
public final class Sources {
  private static final String PATH = "spec.workload";

  private final Templates templates;

  /**
   * @param deployments all that there are
   */
  public Sources(List<Deployment> deployments) {
    templates = new Templates(deployments);
  }

  private static final Quantities ONE_POD = Quantities.of(Map.of("pods", 1L));

  private static Quantities stated(Quantities request) {
    return PodRequests.isStated(request) ? request : Quantities.NONE;
  }

  private static final Source NOTHING =
      new Source(
          Quantities.NONE,
          Replacement.OLD_FIRST,
          false,
          PATH,
          null,
          Map.of(),
          RequiredNodeAffinity.ANY,
          PodContents.NONE,
          Closure.Content.Template);

  /**
   * What a workload runs.
   *
   * @param enforced whether admission holds in the namespace
   */
  public Source of(
      String namespace, boolean enforced, @Nullable WorkloadSource api, Findings findings) {
    if (api == null || count(api) != 1) {
      findings.block(
          PATH,
          api == null || count(api) == 0 ? "nothing to run is given" : "more than one is given",
          "exactly one of deployment, statefulSet, deploymentRef, pods, karmada, external",
          "keep one of them");
      return NOTHING;
    }
    if (api.deployment() != null) {
      WorkloadSource.DeploymentSource deployment = api.deployment();
      if (deployment.minReadySeconds() >= deployment.progressDeadlineSeconds()) {
        findings.block(
            PATH + ".deployment.minReadySeconds",
            "is not less than progressDeadlineSeconds, so no rollout could end in time",
            null,
            "lower it, or raise progressDeadlineSeconds");
      }
      return template(
          deployment.template(),
          PATH + ".deployment.template",
          RolloutSettings.of(deployment).replacement(),
          List.of(),
          enforced,
          findings);
    }
    if (api.statefulSet() != null) {
      return template(
          api.statefulSet().template(),
          PATH + ".statefulSet.template",
          Replacement.OLD_FIRST,
          api.statefulSet().volumeClaimTemplates(),
          enforced,
          findings);
    }
    if (api.deploymentRef() != null) {
      return reference(namespace, api.template(), PATH + ".deploymentRef.name", enforced, findings);
    }
    if (api.karmada() != null && api.karmada().bindingOf() != null) {
      findings.oneOf(
          PATH + ".karmada.bindingOf.kind",
          api.karmada().bindingOf().kind(),
          List.of("Deployment"));
      return reference(
          namespace, api.template(), PATH + ".karmada.bindingOf.name", enforced, findings);
    }
    if (api.karmada() != null) {
      findings.block(
          PATH + ".karmada.bindingOf",
          "is missing",
          null,
          "name the Deployment that Karmada propagates");
      return NOTHING;
    }
    if (api.pods() != null) {
      return pods(api.pods(), enforced, findings);
    }
    String path = PATH + ".external";
    return unseen(
        requested(api.external().requests(), path, findings), path, Closure.Content.External);
  }

  /** The Deployment that a workload refers to; null when it is not there, or there is no such. */
  public @Nullable Deployment referred(String namespace, BleuWorkload workload) {
    return isReference(workload)
        ? templates.named(namespace, String.valueOf(workload.getSpec().workload().template()))
        : null;
  }

  /** Whether what a workload runs is said by a Deployment that it refers to. */
  public static boolean isReference(BleuWorkload workload) {
    return workload.getSpec() != null
        && workload.getSpec().workload() != null
        && workload.getSpec().workload().template() != null;
  }

  private static long count(WorkloadSource api) {
    return Stream.of(
            api.deployment(),
            api.statefulSet(),
            api.deploymentRef(),
            api.pods(),
            api.karmada(),
            api.external())
        .filter(Objects::nonNull)
        .count();
  }

  private static Source template(
      @Nullable Map<String, Object> template,
      String path,
      Replacement replacement,
      List<Map<String, Object>> claims,
      boolean enforced,
      Findings findings) {
    Map<?, ?> pod = Tree.map(template, "spec");
    String at = path + ".spec";
    Bypass.check(pod, at, enforced, findings);
    if (pod == null || Tree.list(pod, "containers").isEmpty()) {
      findings.block(
          at + ".containers",
          "the template has no containers",
          null,
          "write it as the template of a Deployment");
    }
    boolean volumes =
        Tree.list(pod, "volumes").stream()
            .anyMatch(v -> Tree.map(v, "persistentVolumeClaim") != null);
    return new Source(
        stated(PodRequests.of(pod, at, findings)),
        replacement,
        !claims.isEmpty() || volumes,
        at,
        Tree.text(pod, "priorityClassName"),
        Tree.texts(Tree.map(template, "metadata"), "labels"),
        RequiredNodeAffinity.of(pod),
        PodContents.of(pod).with(claims),
        Closure.Content.Template);
  }

  private Source reference(
      String namespace, @Nullable String name, String path, boolean enforced, Findings findings) {
    String called = findings.given(path, name, "name the Deployment");
    if (called == null) {
      return NOTHING;
    }
    Deployment deployment = templates.named(namespace, called);
    if (templates.isChild(namespace, called)) {
      findings.block(
          path,
          "the Deployment has the label "
              + ObjectLabels.WORKLOAD
              + ", as what the operator makes of a decision has",
          null,
          "name another Deployment, or take the label off this one");
      return NOTHING;
    }
    if (deployment == null) {
      findings.missing(path, "Deployment", called, templates.in(namespace));
      return NOTHING;
    }
    PodSpec pod =
        deployment.getSpec() == null || deployment.getSpec().getTemplate() == null
            ? null
            : deployment.getSpec().getTemplate().getSpec();
    if (pod == null) {
      findings.block(path, "the Deployment has no pod template", null, "correct the Deployment");
      return NOTHING;
    }
    Bypass.check(pod, path, enforced, findings);
    boolean volumes = PresentItems.skip(pod.getVolumes()).stream().anyMatch(Sources::isClaim);
    return new Source(
        stated(PodRequests.of(pod)),
        RolloutSettings.of(deployment).replacement(),
        volumes,
        path,
        pod.getPriorityClassName(),
        labels(deployment.getSpec().getTemplate().getMetadata()),
        RequiredNodeAffinity.of(pod),
        PodContents.of(pod),
        Closure.Content.Template);
  }

  private static Map<String, String> labels(@Nullable ObjectMeta metadata) {
    return metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
  }

  private static boolean isClaim(Volume volume) {
    return volume.getPersistentVolumeClaim() != null;
  }

  /** Of their templates, and so of their images and volumes, nothing is known. */
  private static Source pods(WorkloadSource.Pods api, boolean enforced, Findings findings) {
    String path = PATH + ".pods";
    LabelSelector selector = api.selector();
    if (selector == null
        || ((selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
            && PresentItems.skip(selector.getMatchExpressions()).isEmpty())) {
      findings.block(
          path + ".selector",
          "selects every pod",
          "at least one label or expression",
          "name a label that only these pods carry");
    } else {
      LabelSelectorCheck.check(selector, path + ".selector", findings);
    }
    Quantities requests = requested(api.requests(), path, findings);
    return unseen(
        requests.amounts().isEmpty() || requests.get("pods") > 0
            ? requests
            : requests.plus(ONE_POD),
        path,
        enforced ? Closure.Content.AdmittedPods : Closure.Content.OthersPods);
  }

  private static Quantities requested(Map<String, String> stated, String path, Findings findings) {
    TreeMap<String, Long> requests = new TreeMap<>();
    String at = path + ".requests";
    stated.forEach(
        (resource, value) ->
            requests.put(
                resource, findings.quantity(FieldPath.child(at, resource), resource, value)));
    requests.values().removeIf(amount -> amount == 0);
    return new Quantities(requests);
  }

  private static Source unseen(Quantities requests, String path, Closure.Content known) {
    return new Source(
        requests,
        Replacement.OLD_FIRST,
        false,
        path,
        null,
        Map.of(),
        RequiredNodeAffinity.ANY,
        PodContents.NONE,
        known);
  }
}
