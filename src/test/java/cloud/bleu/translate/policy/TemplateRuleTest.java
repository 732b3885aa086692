package cloud.bleu.translate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zones a and b, each of one node in the place pa or pb, and what templates say against them. */
class TemplateRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";

  private static String zone(String name) {
    return """
        kind: AvailabilityZone
        metadata: {name: %s}
        spec: {provider: acme, region: r, site: %s, target: {nodeSelector: {pool: %s}}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n%s, labels: {pool: %s, topology.kubernetes.io/zone: p%s, disk: hdd}}
        status: {allocatable: {cpu: "8", memory: 8Gi, pods: "10"}, conditions: [{type: Ready, status: "True"}]}
        ---
        """
        .formatted(name, name, name, name, name, name);
  }

  private static final String ESTATE =
      API
          + "kind: CloudProvider\nmetadata: {name: acme}\nspec: {displayName: Acme}\n---\n"
          + API
          + zone("a")
          + API
          + zone("b");

  private static String workload(String kind, String labels, String pod) {
    String template =
        "template: {metadata: {labels: {app: x%s}}, spec: {containers: [{name: c, image: i, resources:"
                .formatted(labels)
            + " {requests: {cpu: 1, memory: 1Mi}}}]"
            + pod
            + "}}";
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: old, namespace: shop}
        spec: {selector: {matchLabels: {app: x}}, %s}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, uid: u1}
        spec: {replicas: 1, dataClasses: [Ordinary], workload: {%s}}
        ---
        """
        .formatted(
            template,
            kind.equals("deploymentRef")
                ? "deploymentRef: {name: old}"
                : kind + ": {" + template + "}");
  }

  private static Translation translate(String yaml) {
    return translate(yaml, "none");
  }

  /**
   * @param drained a zone to be emptied
   */
  private static Translation translate(String yaml, String drained) {
    String estate =
        ESTATE.replace(
            "site: %s,".formatted(drained), "site: %s, state: Drained,".formatted(drained));
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream((estate + yaml).getBytes(StandardCharsets.UTF_8))));
    return EstateTranslator.translate(objects.objects(), NOW, Map.of());
  }

  private static Decision decision(Estate estate) {
    return Planner.plan(estate).decisions().get(0);
  }

  private static String runsIn(Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone())
        .collect(Collectors.joining(" "));
  }

  private static String excluded(Estate estate) {
    return decision(estate).rejected().entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(v -> v.code().equals("TemplateExcludesZone")))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{index} {0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          ''                                               | ''
          , nodeSelector: {pool: a}                        | b
          , nodeSelector: {pool: c}                        | a b
          , nodeSelector: {disk: ssd}                      | ''
          , affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: NotIn, values: [a]}]}]}}} | a
          , affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: NotIn, values: [na]}]}]}}} | a
          , affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: pool, operator: In, values: [a]}]}}]}} | ''
          , nodeSelector: text                             | ''
          """)
  void zoneThatTheTemplateExcludesTakesNothing(String pod, String excluded) {
    for (String kind : List.of("deployment", "statefulSet", "deploymentRef")) {
      if (kind.equals("deploymentRef") && pod.contains("text")) {
        continue;
      }
      Translation translation = translate(workload(kind, "", pod));
      assertEquals(List.of(), translation.problems(), kind);
      assertEquals(excluded, excluded(translation.estate()), kind);
      assertEquals(
          !excluded.equals("a b"),
          decision(translation.estate()).outcome() instanceof Decision.Outcome.Placed,
          kind);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deployment, spec.workload.deployment.template",
    "statefulSet, spec.workload.statefulSet.template",
    "deploymentRef, the Deployment"
  })
  void whereThatLeavesNoZoneTheReasonNamesKeyAndValue(String kind, String where) {
    Decision decision =
        decision(translate(workload(kind, "", ", nodeSelector: {pool: c}")).estate());
    Decision.Reason reason = ((Decision.Outcome.Unplaceable) decision.outcome()).reason();
    assertEquals("NoZoneAllowed", reason.code());
    assertTrue(
        reason
            .message()
            .startsWith("the rules exclude every zone: TemplateExcludesZone by template;"),
        reason.message());
    assertEquals(
        List.of(
            "the template's node selector asks for pool=c, which no node of the zone has; take it"
                + " out of "
                + where
                + ", as the operator chooses the zone, and say with spec.residency where it may run"),
        decision.rejected().values().stream()
            .flatMap(List::stream)
            .map(Verdict::message)
            .distinct()
            .toList());
  }

  /** What runs is not moved, and its new replicas go elsewhere: in the zone they would wait. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , nodeSelector: {topology.kubernetes.io/zone: pb}
          , nodeSelector: {pool: b, topology.kubernetes.io/zone: pb}
          , affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [b]}]}]}}}
          """)
  void whatRunsInAZoneThatItsTemplateExcludesRunsOn(String pod) {
    Estate estate = translate(workload("deployment", "", pod) + placement("a")).estate();
    Decision decision = decision(estate);
    assertEquals("a", decision.assignments().get(0).zone());
    assertEquals(
        List.of("TemplateExcludesZone"),
        decision.violations().stream().map(Verdict::code).toList());
  }

  /**
   * Replicas get the selector of their zone in place of the template's, so one that runs fails over
   * as before, whether it runs in a zone that its template asks for or in one that it does not.
   */
  @ParameterizedTest
  @CsvSource({"deployment, a, b", "statefulSet, a, b", "deploymentRef, a, b", "deployment, b, a"})
  void whatRunsKeepsItsFailoverWhereTheZonesSelectorReplacesTheTemplates(
      String kind, String from, String to) {
    String web = workload(kind, "", ", nodeSelector: {pool: a}");
    assertEquals(from, runsIn(decision(translate(web + placement(from)).estate())));

    Decision moved = decision(translate(web + placement(from), from).estate());
    assertEquals(to, runsIn(moved), moved.toString());
    assertEquals(List.of(), moved.violations());
    assertTrue(
        moved.rejected().values().stream()
            .flatMap(List::stream)
            .noneMatch(v -> v.code().startsWith("Template")),
        moved.rejected().toString());
    assertEquals(
        to.equals("a") ? List.of() : List.of("TemplateSelectorReplaced"),
        moved.warnings().stream().map(Verdict::code).toList());
    if (to.equals("b")) {
      assertTrue(
          moved
              .warnings()
              .get(0)
              .message()
              .startsWith(
                  "the template's node selector asks for pool=a, which no node of the zone has, so"
                      + " the zone's own selector replaces it; take it out of "),
          moved.warnings().get(0).message());
    }
  }

  /** What is not decided yet goes where its template lets it, or nowhere. */
  @Test
  void whatIsNewIsKeptOutThoughTheZonesSelectorWouldReplaceTheTemplates() {
    String web = workload("deployment", "", ", nodeSelector: {pool: a}");
    assertEquals("a", decision(translate(web).estate()).assignments().get(0).zone());
    assertTrue(
        decision(translate(web, "a").estate()).outcome() instanceof Decision.Outcome.Unplaceable);
  }

  private static String placement(String zone) {
    return API
        + """
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec: {workloadRef: {name: web, uid: u1}, assignments: [{zone: %s, replicas: 1}]}
        """
            .formatted(zone);
  }

  @Test
  void labelOfTheOperatorKeepsANewWorkloadOut() {
    for (String kind : List.of("deployment", "statefulSet", "deploymentRef")) {
      Translation translation = translate(workload(kind, ", placement.bleu.cloud/zone: b", ""));
      assertEquals(List.of(), translation.estate().workloads(), kind);
      assertEquals(
          List.of(
              "label \"placement.bleu.cloud/zone\" of the template is the operator's to set, as all that"
                  + " begin with placement.bleu.cloud/"),
          translation.problems().stream().map(Problem::what).toList(),
          kind);
      assertTrue(translation.problems().get(0).advice().startsWith("take it out of "), kind);
    }
  }

  /** As admission refuses it in the cluster, whether the labels of nodes are known or not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nodeSelector           | topology.kubernetes.io/zone               | nodeSelector: {topology.kubernetes.io/zone: pb}
          nodeSelector           | failure-domain.beta.kubernetes.io/region  | nodeSelector: {disk: ssd, failure-domain.beta.kubernetes.io/region: fr}
          nodeSelector           | kubernetes.io/hostname                    | nodeSelector: {kubernetes.io/hostname: nb}
          required node affinity | topology.kubernetes.io/region             | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: Exists}]}, {matchExpressions: [{key: topology.kubernetes.io/region, operator: NotIn, values: [fr]}]}]}}}
          required node affinity | metadata.name                             | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [nb]}]}]}}}
          """)
  void templateThatAsksForAPlaceKeepsANewWorkloadOut(String by, String key, String pod) {
    for (String kind : List.of("deployment", "statefulSet", "deploymentRef")) {
      Translation translation = translate(workload(kind, "", ", " + pod));
      assertEquals(List.of(), translation.estate().workloads(), kind);
      assertEquals(
          List.of(
              "the template's "
                  + by
                  + " asks for a place with "
                  + key
                  + ", but the operator chooses the zone of each replica"),
          translation.problems().stream().map(Problem::what).toList(),
          kind);
      assertTrue(translation.problems().get(0).advice().startsWith("take it out of "), kind);
    }
  }

  /** Of which labels nothing is known excludes no zone; what runs is warned and fails over. */
  @Test
  void templateThatAsksForAPlaceIsAWarningForWhatRuns() {
    String web = workload("deployment", "", ", nodeSelector: {topology.kubernetes.io/region: fr}");
    Translation translation = translate(web + placement("b"), "b");
    assertEquals(List.of(), translation.problems());
    Decision decision = decision(translation.estate());
    assertEquals("a", runsIn(decision));
    assertEquals(
        List.of(
            "the template's nodeSelector asks for a place with topology.kubernetes.io/region, but"
                + " the operator chooses the zone of each replica; take it out of"
                + " spec.workload.deployment.template"),
        decision.warnings().stream().map(Verdict::message).toList());
    assertEquals(List.of(), decision.violations());
  }

  /** It runs on, and can be moved and scaled: the label in its pods is the operator's anyhow. */
  @Test
  void labelOfTheOperatorIsAWarningForWhatRuns() {
    Translation translation =
        translate(
            workload("deployment", ", placement.bleu.cloud/workload: other", "") + placement("b"));
    assertEquals(List.of(), translation.problems());
    Decision decision = decision(translation.estate());
    assertEquals("b", decision.assignments().get(0).zone());
    assertEquals(
        List.of(
            "label \"placement.bleu.cloud/workload\" of the template is the operator's to set, as all"
                + " that begin with placement.bleu.cloud/; take it out of"
                + " spec.workload.deployment.template"),
        decision.warnings().stream().map(Verdict::message).toList());
    assertEquals(List.of(), decision.violations());
    assertTrue(decision.rejected().isEmpty(), decision.rejected().toString());
  }

  /** A record of the decision makes the same rule again. */
  @Test
  void itIsMadeAgainFromItsRecord() {
    Workload web =
        translate(workload("deployment", "", ", nodeSelector: {pool: a}"))
            .estate()
            .workloads()
            .get(0);
    List<ZoneRule> rules = web.rules().stream().map(BoundRule::rule).toList();
    assertEquals(1, rules.size());
    ZoneRule.Making making = rules.get(0).making();
    assertEquals("template/1", making.by());
    // A record has the words and not the facts in them.
    TemplateRule again = (TemplateRule) OwnRules.of(making);
    assertEquals(making, again.making());
    assertEquals(
        texts(((TemplateRule) rules.get(0)).against()), texts(again.against()), "the same words");
  }

  private static Map<String, String> texts(Map<String, Message> against) {
    return against.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().text()));
  }
}
