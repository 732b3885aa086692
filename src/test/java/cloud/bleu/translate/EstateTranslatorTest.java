package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.record.PackedJson;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstateTranslatorTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";

  private static final String PROVIDER =
      API + "kind: CloudProvider\nmetadata: {name: acme}\nspec: {displayName: Acme}\n---\n";

  private static String zone(String name, String more) {
    return API
        + "kind: AvailabilityZone\nmetadata: {name: "
        + name
        + "}\nspec: {provider: acme, region: r, site: "
        + name
        + ", target: {nodeSelector: {zone: "
        + name
        + "}}"
        + more
        + "}\n---\n";
  }

  private static String namespace(String metadata) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {" + metadata + "}\n---\n";
  }

  private static String policy(String name, String spec) {
    return API
        + "kind: SovereigntyPolicy\nmetadata: {name: "
        + name
        + "}\nspec: {"
        + spec
        + "}\n---\n";
  }

  private static String workload(String name, String namespace, String more) {
    return API
        + "kind: BleuWorkload\nmetadata: {name: "
        + name
        + ", namespace: "
        + namespace
        + ", uid: u1}\nspec: {workload: {external: {kind: VM, requests: {cpu: 1}}}"
        + more
        + "}\n---\n";
  }

  private static final String FRANCE =
      "rules: [{name: f, rule: data-location, parameters: {countries: [FR]}}]";

  /** The translators see objects as the API server has them, whatever the schema says of them. */
  private static Translation translate(String yaml) {
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    return EstateTranslator.translate(objects.objects(), NOW, Map.of());
  }

  private static Workload only(Translation translation) {
    assertEquals(List.of(), translation.problems());
    assertEquals(1, translation.estate().workloads().size());
    return translation.estate().workloads().get(0);
  }

  @ParameterizedTest(name = "{0} / {1} / {2}: {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          labels: {placement.bleu.cloud/governed: Enforce} | -                                                              | Ordinary | true
          labels: {placement.bleu.cloud/governed: Audit}   | -                                                              | Ordinary | true
          labels: {a: b}                                   | -                                                              | Ordinary | false
          labels: {a: b}                                   | appliesTo: {}                                                  | Ordinary | false
          labels: {a: b}                                   | appliesTo: {dataClasses: [Health]}                             | Health   | true
          labels: {a: b}                                   | appliesTo: {dataClasses: [Health]}                             | Ordinary | false
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchLabels: {a: b}}}          | Ordinary | true
          labels: {a: c}                                   | appliesTo: {namespaceSelector: {matchLabels: {a: b}}}          | Ordinary | false
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchLabels: {a: b}}, dataClasses: [Health]} | Ordinary | false
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchLabels: {a: b}}, dataClasses: [Health]} | Health | true
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {}}                             | Ordinary | true
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}} | Ordinary | true
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchExpressions: [{key: a, operator: In, values: [b, c]}]}} | Ordinary | true
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}} | Ordinary | false
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchExpressions: [{key: x, operator: NotIn, values: [b]}]}} | Ordinary | true
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchExpressions: [{key: x, operator: Exists}]}} | Ordinary | false
          labels: {a: b}                                   | appliesTo: {namespaceSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}} | Ordinary | true
          annotations: {placement.bleu.cloud/data-classes: Health} | appliesTo: {dataClasses: [Health]}                     | Ordinary | true
          annotations: {placement.bleu.cloud/data-classes: "Sensitive, Health"} | appliesTo: {dataClasses: [Health]}        | Ordinary | true
          """)
  void whichPoliciesHold(String namespace, String appliesTo, String dataClass, boolean holds) {
    Translation translation =
        translate(
            namespace("name: shop, " + namespace)
                + policy("p", (appliesTo == null ? "" : appliesTo + ", ") + FRANCE)
                + workload("web", "shop", ", dataClasses: [" + dataClass + "]"));
    Workload web = only(translation);
    assertEquals(holds ? 1 : 0, web.rules().size());
    assertEquals(holds ? List.of("p") : List.of(), translation.governedBy().get(web.id()));
  }

  @Test
  void aWorkloadCanNameAPolicyThatDoesNotSelectIt() {
    Workload web =
        only(
            translate(
                namespace("name: shop")
                    + policy("p", FRANCE)
                    + workload("web", "shop", ", dataClasses: [Ordinary], policies: [p]")));
    assertEquals("p", web.rules().get(0).policy());
  }

  @Test
  void whatFactsAskHoldsWithoutARuleOfItsOwn() {
    Workload web =
        only(
            translate(
                namespace("name: shop")
                    + policy(
                        "p",
                        "facts: {maxAgeDays: 400, graceDays: 30, acceptBasis: [Contract]}, "
                            + FRANCE)
                    + workload("web", "shop", ", dataClasses: [Ordinary], policies: [p]")));
    assertEquals(
        List.of("f", "fact-freshness", "fact-basis"),
        web.rules().stream().map(BoundRule::name).toList());
    assertEquals(
        Arrays.asList(null, "spec.facts", "spec.facts"),
        web.rules().stream().map(BoundRule::impliedBy).toList());
    assertEquals("400", web.rules().get(1).parameters().values().get("maxAgeDays"));
    assertEquals(List.of("Contract"), web.rules().get(2).parameters().values().get("acceptBasis"));
  }

  @Test
  void aRuleOfThePolicyItselfReadsTheFacts() {
    Workload web =
        only(
            translate(
                namespace("name: shop")
                    + policy(
                        "p",
                        "facts: {maxAgeDays: 400}, rules: [{name: age, rule: fact-freshness,"
                            + " action: Warn}]")
                    + workload("web", "shop", ", dataClasses: [Ordinary], policies: [p]")));
    assertEquals(1, web.rules().size());
    assertEquals("age", web.rules().get(0).name());
    assertEquals(BoundRule.Action.Warn, web.rules().get(0).action());
    assertEquals("400", web.rules().get(0).parameters().values().get("maxAgeDays"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules: [{name: f, rule: data-locatoin}] | policy p has an error in rule f; correct it, its condition Ready says what
          rules: [{name: f, rule: data-location, parameters: {countries: []}}, {name: s, rule: seat-in-eu}] | policy p has an error in rule f; correct it, its condition Ready says what
          rules: [{name: f, expression: 'zone.nam == 1'}, {name: s, rule: seat-in-eu}, {name: t}] | policy p has an error in rules f, t; correct it, its condition Ready says what
          rules: [{name: s, expression: 'true', rule: seat-in-eu, parameters: {a: 1}}] | policy p has an error in rule s; correct it, its condition Ready says what
          appliesTo: {namespaceSelector: {matchExpressions: [{key: a, operator: Is}]}}, rules: [{name: s, rule: seat-in-eu}] | policy p has an error; correct it, its condition Ready says what
          """)
  void aPolicyInErrorRefusesEveryZoneAndMovesNothing(String spec, String message) {
    Translation translation =
        translate(
            PROVIDER
                + zone("north", ", capacity: {cpu: 4}")
                + namespace("name: shop")
                + policy("p", spec)
                + workload("web", "shop", ", dataClasses: [Ordinary], policies: [p]"));
    assertFalse(translation.problemsOf(new ObjectRef("SovereigntyPolicy", null, "p")).isEmpty());
    Estate estate = translation.estate();
    Workload web = estate.workloads().get(0);
    Verdict verdict = web.rules().get(0).evaluate(web, estate.zones().get(0), estate);
    assertEquals("PolicyInvalid", verdict.code());
    assertEquals(message, verdict.message());
    assertEquals(Verdict.Result.Unknown, verdict.result());
    assertTrue(verdict.excludes());
    assertEquals(1, web.rules().size(), "what is right in it is not asked either");
  }

  @Test
  void aPolicyThatIsNotThereRefusesEveryZone() {
    Translation translation =
        translate(
            PROVIDER
                + zone("north", ", capacity: {cpu: 4}")
                + namespace("name: shop")
                + workload("web", "shop", ", dataClasses: [Ordinary], policies: [gone]"));
    Estate estate = translation.estate();
    Workload web = estate.workloads().get(0);
    assertEquals(
        "PolicyMissing", web.rules().get(0).evaluate(web, estate.zones().get(0), estate).code());
    assertFalse(translation.problems().get(0).blocking());
  }

  @Test
  void aWorkloadInErrorIsLeftOutAndFrozenIfItRuns() {
    String bad = ", dataClasses: [Ordinary], resilience: {failover: {after: soon}}";
    String placement =
        API
            + """
            kind: WorkloadPlacement
            metadata: {name: runs, namespace: shop}
            spec:
              workloadRef: {name: runs, uid: u1}
              assignments: [{zone: north, replicas: 2, home: 1}, {zone: south, replicas: 0, home: 1}]
              contingency:
              - {event: site north, moves: [{from: north, to: south, replicas: 2}], keeps: 0}
              decision: {sequence: 1, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
            ---
            """;
    // Straight to the translators: the schema of the CRD would have refused it.
    Translation translation =
        translateUnchecked(
            namespace("name: shop")
                + placement
                + workload("new", "shop", bad)
                + workload("runs", "shop", bad)
                + workload("well", "shop", ", dataClasses: [Ordinary]"));
    assertEquals(
        List.of("shop/runs", "shop/well"),
        translation.estate().workloads().stream().map(w -> w.id().toString()).toList());
    assertTrue(translation.estate().workloads().get(0).suspended());
    assertFalse(translation.estate().workloads().get(1).suspended());
    assertEquals(1, translation.problemsOf(new ObjectRef("BleuWorkload", "shop", "new")).size());
    var inForce = translation.estate().placements().get(0);
    assertEquals("u1", inForce.uid());
    assertEquals(
        "[Assignment[zone=north, replicas=2, home=1], Assignment[zone=south, replicas=0, home=1]]",
        inForce.assignments().toString());
    assertEquals("site north", inForce.contingency().get(0).event().toString());
  }

  /** Each fault of a plan by the field that the object has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contingency: [{event: ' x'}] | spec.contingency[0].event",
        "contingency: [{event: site s, moves: [{from: a, to: b, replicas: -1}]}]"
            + " | spec.contingency[0].moves[0].replicas",
        "evacuation: [{losses: [{event: planet x}]}] | spec.evacuation[0].losses[0].event",
        "contingency: [{event: site s, moves: [{from: a, replicas: 1}]}]"
            + " | spec.contingency[0].moves[0].to",
        "evacuation: [{zones: [a], keeps: -1}] | spec.evacuation[0].keeps",
      },
      quoteCharacter = '"')
  void planFaultsNameTheFieldThatIsThere(String plan, String path) {
    Translation translation =
        translateUnchecked(
            API
                + "kind: WorkloadPlacement\nmetadata: {name: runs, namespace: shop}\nspec:\n"
                + "  workloadRef: {name: runs, uid: u1}\n"
                + "  assignments: [{zone: a, replicas: 2}]\n  "
                + plan
                + "\n");
    assertEquals(List.of(path), translation.problems().stream().map(Problem::path).toList());
  }

  /** A plan of a newer operator, and one that is made to be told. */
  @Test
  void packedPlanThatNobodyCanReadIsToldInOneLine() {
    assertEquals(
        "spec.evacuation[0].packed.version: version is 2, and this program reads 1: use one"
            + " at least as new as the one that wrote it; let the operator write it",
        packedFault(2, new PackedJson(9, "x")));
    String key = "\\u001b" + "k".repeat(100);
    assertEquals(
        "spec.evacuation[0].packed.data: data is gzip of no JSON: key \\u001B"
            + "k".repeat(59)
            + "… (101 characters) twice at 220; let the operator write it",
        packedFault(1, zipped("{\"%s\":1,\"%s\":2}".formatted(key, key))));
  }

  private static String packedFault(int version, PackedJson packed) {
    return translateUnchecked(
            API
                + "kind: WorkloadPlacement\nmetadata: {name: runs, namespace: shop}\nspec:\n"
                + "  workloadRef: {name: runs, uid: u1}\n"
                + "  assignments: [{zone: a, replicas: 2}]\n"
                + "  evacuation: [{packed: {version: %d, losses: 1, bytes: %d, data: '%s'}}]\n"
                    .formatted(version, packed.bytes(), packed.data()))
        .problems()
        .stream()
        .map(Problem::text)
        .collect(Collectors.joining("\n"));
  }

  private static PackedJson zipped(String json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PackedJson(json.length(), Base64.getEncoder().encodeToString(out.toByteArray()));
  }

  /** A zone may be called null, and this one is not meant. */
  @Test
  void assignmentThatNamesNoZoneIsNowhere() {
    Translation translation =
        translateUnchecked(
            API
                + """
                kind: WorkloadPlacement
                metadata: {name: runs, namespace: shop}
                spec:
                  workloadRef: {name: runs, uid: u1}
                  assignments: [{replicas: 2}, {zone: a, replicas: 1}]
                """);
    assertEquals(
        List.of("spec.assignments[0].zone"),
        translation.problems().stream().map(Problem::path).toList());
    assertEquals(
        "[[Assignment[zone=a, replicas=1, home=1]]]",
        translation.estate().placements().stream().map(Placement::assignments).toList().toString());
  }

  private static Translation translateUnchecked(String yaml) {
    return EstateTranslator.translate(Unchecked.objects(yaml), NOW, Map.of());
  }

  /** Those of another namespace are in the estate, with their room, and frozen. */
  @Test
  void whatIsInANamespaceThatIsNotServedStandsStill() {
    ApiObjects objects =
        Unchecked.objects(
            PROVIDER
                + zone("north", ", capacity: {cpu: 4}")
                + namespace("name: shop")
                + namespace("name: shut")
                + workload("web", "shop", ", dataClasses: [Ordinary]")
                + workload("web", "shut", ", dataClasses: [Ordinary]"));
    Translation translation =
        EstateTranslator.translate(
            objects,
            NOW,
            Map.of(),
            ObservedState.UNBROKEN,
            "shop"::equals,
            new TranslationMemory());
    assertEquals(List.of(), translation.problems());
    assertEquals(
        List.of(new ObjectRef("Namespace", null, "shut")),
        translation.notes().stream().map(n -> n.object()).toList());
    assertEquals(
        List.of("shop/web false", "shut/web true"),
        translation.estate().workloads().stream().map(w -> w.id() + " " + w.suspended()).toList());
  }

  @Test
  void aZoneInErrorTakesNothingNew() {
    Translation translation =
        translateUnchecked(
            PROVIDER
                + zone("north", ", capacity: {cpu: lots}")
                + zone("south", ", capacity: {cpu: 4}"));
    assertEquals(ZoneState.Cordoned, translation.estate().zone("north").state());
    assertEquals(ZoneState.Active, translation.estate().zone("south").state());
  }

  @ParameterizedTest
  @CsvSource({
    "Active, , Active",
    "Active, Cordoned, Cordoned",
    "Drained, Cordoned, Drained",
    "Drained, Lost, Lost",
    "Lost, Active, Lost"
  })
  void theEffectiveStateIsTheWorse(String written, String incident, ZoneState effective) {
    String zone = zone("north", ", capacity: {cpu: 4}, state: " + written);
    if (incident != null) {
      zone =
          zone.replace(
              "{name: north}",
              "{name: north, annotations: {placement.bleu.cloud/incident: " + incident + "}}");
    }
    assertEquals(effective, translate(PROVIDER + zone).estate().zone("north").state());
  }

  /** As in the cluster, where its finalizer holds it until nothing runs in it. */
  @ParameterizedTest
  @CsvSource({
    "Active, , Cordoned",
    "Active, Active, Cordoned",
    "Active, Lost, Lost",
    "Drained, , Drained"
  })
  void aZoneThatIsBeingDeletedTakesNothingNew(
      String written, String incident, ZoneState effective) {
    String zone =
        zone("north", ", capacity: {cpu: 4}, state: " + written)
            .replace(
                "{name: north}",
                "{name: north, deletionTimestamp: '2026-11-24T11:00:00Z', finalizers: [x/y],"
                    + " annotations: {"
                    + (incident == null ? "" : "placement.bleu.cloud/incident: " + incident)
                    + "}}");
    assertEquals(effective, translate(PROVIDER + zone).estate().zone("north").state());
  }

  @Test
  void aZoneWhoseEquipmentContradictsItselfTakesNothingNew() {
    Translation translation =
        translateUnchecked(
            PROVIDER
                + zone(
                    "north",
                    ", capacity: {cpu: 4}," + " storage: {classes: [{name: fast}, {name: fast}]}")
                + zone("south", ", capacity: {cpu: 4}, registries: [\"https://registry\"]")
                + zone("west", ", capacity: {cpu: 4}, egress: {bootstrap: [\"https://host\"]}"));
    for (String zone : List.of("north", "south", "west")) {
      assertEquals(ZoneState.Cordoned, translation.estate().zone(zone).state(), zone);
    }
    assertEquals(3, translation.problems().size());
  }

  @Test
  void anIncidentThatNobodyUnderstandsCordons() {
    Translation translation =
        translate(
            PROVIDER
                + zone("north", ", capacity: {cpu: 4}")
                    .replace(
                        "{name: north}",
                        "{name: north, annotations: {placement.bleu.cloud/incident: lost}}"));
    assertEquals(ZoneState.Cordoned, translation.estate().zone("north").state());
    assertEquals(1, translation.problems().size());
  }

  private static String node(String name, String zone, String ready, String more) {
    return "{apiVersion: v1, kind: Node, metadata: {name: "
        + name
        + ", labels: {zone: "
        + zone
        + "}}, "
        + more
        + "status: {allocatable: {cpu: \"4\", memory: 8Gi, pods: \"10\"}, conditions: [{type:"
        + " Ready, status: \""
        + ready
        + "\", lastTransitionTime: \"2026-03-01T11:00:00Z\"}]}}\n---\n";
  }

  @Test
  void capacityIsMeasuredOnTheNodesThatTakePods() {
    String pod =
        "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: x, labels: {%s}}, spec:"
            + " {nodeName: n1, containers: [{name: a, resources: {requests: {cpu: 500m, memory:"
            + " 1Gi}}}]}, status: {phase: %s}}\n"
            + "---\n";
    Translation translation =
        translate(
            PROVIDER
                + zone("north", "")
                + node("n1", "north", "True", "")
                + node("n2", "north", "False", "")
                + node("n3", "north", "True", "spec: {unschedulable: true}, ")
                + node("n4", "south", "True", "")
                + pod.formatted("theirs", "", "Running")
                + pod.formatted("pending", "", "Pending")
                + pod.formatted("done", "", "Succeeded")
                + pod.formatted("ours", "placement.bleu.cloud/workload: web", "Running")
                + "{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: x}, spec: {dataClasses: [Ordinary], workload: {deployment:"
                + " {template: {spec: {containers: [{name: a, image: none, resources: {requests:"
                + " {cpu: 500m, memory: 1Gi}}}]}}}}}}\n"
                + "---\n");
    assertEquals(List.of(), translation.problems());
    Zone north = translation.estate().zone("north");
    assertEquals(
        new Capacity.Measured(
            List.of(
                new Capacity.Node(
                    "n1", Quantities.of(Map.of("cpu", 3000L, "memory", 6L << 30, "pods", 8L)))),
            90),
        north.capacity());
    assertNull(north.unhealthySince());
  }

  @Test
  void aZoneWithoutAReadyNodeIsOutOfServiceSinceTheLastOneWent() {
    Translation translation =
        translate(PROVIDER + zone("north", "") + node("n1", "north", "False", ""));
    assertEquals(
        Instant.parse("2026-03-01T11:00:00Z"), translation.estate().zone("north").unhealthySince());
  }

  /** What its status still says is of the time before the change, which is therefore new. */
  @Test
  void sinceWhenAZoneTakesReplicasIsRecordedOrNow() {
    Instant recorded = Instant.parse("2026-02-01T00:00:00Z");
    assertNull(since("True", "", null));
    assertEquals(recorded, since("True", "", "True"));
    assertEquals(NOW, since("True", "", "False"));
    assertEquals(recorded, since("True", ", state: Drained", "False"));
    assertEquals(NOW, since("True", ", state: Drained", "True"));
    assertEquals(recorded, since("False", "", "False"));
    assertEquals(NOW, since("False", "", "True"));
    assertEquals(recorded, since("True", ", failureDomains: {Flood Plain: x}", "False"));
  }

  private static @Nullable Instant since(String ready, String more, @Nullable String recorded) {
    String status =
        recorded == null
            ? ""
            : "\n"
                + "status: {returned: \"2026-02-01T00:00:00Z\", conditions: [{type: Schedulable,"
                + " status: \""
                + recorded
                + "\", reason: r, message: m, lastTransitionTime: \"2026-02-01T00:00:00Z\"}]}";
    String zone = zone("north", more).replace("\n---\n", status + "\n---\n");
    return translate(PROVIDER + zone + node("n1", "north", ready, ""))
        .estate()
        .zone("north")
        .stateSince();
  }

  @Test
  void aNodeBelongsToOneZone() {
    Translation translation =
        translate(
            PROVIDER
                + zone("north", "")
                + zone("south", "").replace("{zone: south}", "{zone: north}")
                + node("n1", "north", "True", ""));
    assertEquals(
        "spec.target.nodeSelector: node n1 belongs to zone north as well; make the selectors of the"
            + " two zones exclude each other",
        translation.problems().get(0).text());
    assertEquals("south", translation.problems().get(0).object().name());
  }

  @Test
  void whatAWorkloadAsksIsReadWhole() {
    Workload web =
        only(
            translate(
                PROVIDER
                    + zone("north", ", capacity: {cpu: 4}, failureDomains: {flood: seine}")
                    + namespace("name: shop")
                    + "apiVersion: scheduling.k8s.io/v1\n"
                    + "kind: PriorityClass\n"
                    + "metadata: {name: high}\n"
                    + "value: 7\n"
                    + "preemptionPolicy: Never\n"
                    + "---\n"
                    + workload(
                        "web",
                        "shop",
                        """
                        , replicas: 10, dataClasses: [Ordinary], layers: [IaaS], services: [s],
                          resilience: {spread: [{over: Site, min: 3, max: 4, maxSkew: 2, whenUnsatisfiable: PlaceAnyway}],
                            tolerate: [{of: Site, keep: 67%, recover: BestEffort, replication: Synchronous},
                              {of: failureDomains/flood}],
                            replication: {maxRoundTrip: 2ms, minDistanceKm: 200}, quorum: true,
                            failover: {after: 90s, returnAfter: 1h}},
                          placement: {perZone: {min: 2, max: 5}, affinity: [{with: a}],
                            antiAffinity: [{with: b, topology: Region, required: false}],
                            priorityClassName: high, objective: Cost,
                            rebalance: {mode: Continuous, maxMovesPerHour: 3}}, suspend: true\
                        """)));
    assertEquals(new WorkloadId("shop", "web"), web.id());
    assertEquals(Quantities.of(Map.of("cpu", 1000L)), web.requests());
    assertEquals(
        "[Spread[over=Scope[name=Site], min=3, max=4, maxSkew=2, hard=false]]",
        web.spread().toString());
    assertEquals(
        "[Tolerate[of=Scope[name=Site], keep=7, recover=BestEffort, copy=Synchronous, hard=true],"
            + " Tolerate[of=Scope[name=failureDomains/flood], keep=0, recover=Reserved,"
            + " copy=Unspecified, hard=true]]",
        web.tolerate().toString());
    assertEquals(new Workload.Replication(2000L, 200_000L), web.replication());
    assertTrue(web.quorum());
    assertEquals(Duration.ofSeconds(90), web.failoverAfter());
    assertEquals(Duration.ofHours(1), web.returnAfter());
    assertEquals(2, web.perZoneMin());
    assertEquals(5, web.perZoneMax());
    assertEquals(
        "[Affinity[with=a, topology=Scope[name=Zone], required=true]]", web.affinity().toString());
    assertEquals(
        "[Affinity[with=b, topology=Scope[name=Region], required=false]]",
        web.antiAffinity().toString());
    assertEquals(new Workload.Priority(7, false), web.priority());
    assertEquals(Workload.Objective.Cost, web.objective());
    assertEquals(new Workload.Rebalance(Workload.Rebalance.Mode.Continuous, 3), web.rebalance());
    assertTrue(web.suspended());
  }

  /** It is no error: what scales the workload may make the number odd. */
  @Test
  void aQuorumThatIsNoneIsNoted() {
    for (int replicas = 0; replicas <= 5; replicas++) {
      Translation translation =
          translate(
              PROVIDER
                  + zone("north", ", capacity: {cpu: 4}")
                  + namespace("name: shop")
                  + workload(
                      "web",
                      "shop",
                      ", dataClasses: [Ordinary], resilience: {quorum: true}, replicas: "
                          + replicas));
      assertEquals(List.of(), translation.problems());
      String rest =
          ": nothing new of it is placed while all zones that it may use are in service; ";
      String expected =
          switch (replicas) {
            case 1 ->
                "needs three replicas or more" + rest + "ask for three, or give up the quorum";
            case 2, 4 ->
                "needs an odd number of replicas, and "
                    + replicas
                    + " is even"
                    + rest
                    + "ask for one replica more or less, or give up the quorum";
            default -> null;
          };
      assertEquals(
          expected == null ? List.of() : List.of("spec.resilience.quorum: " + expected),
          translation.notes().stream().map(Problem::text).toList());
    }
  }

  @Test
  void pricesAreExact() {
    Zone north =
        translate(
                PROVIDER
                    + zone(
                        "north",
                        ", capacity: {cpu: 4}, cost: {perHour: {cpu: \"0.031\", memory: \"0.004\"},"
                            + " carbon: {gramsPerKWh: 45, wattsPerCpu: 6, pue: \"1.2\"}}"))
            .estate()
            .zone("north");
    assertEquals(Zone.PerHour.of(31_000_000, 4_000_000), north.price().perHour());
    // 6 W x 1.2 = 7.2 W; an hour of it is 0.0072 kWh; at 45 g/kWh that is 0.324 g.
    assertEquals(324_000, north.price().carbon());
  }

  @Test
  void aDeploymentIsTheTemplateWhereItIsReferredTo() {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: dossier, namespace: shop}
        spec:
          template:
            spec:
              volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]
              containers: [{name: a, resources: {requests: {cpu: 2}}}]
        ---
        """;
    Workload web =
        only(
            translate(
                namespace("name: shop")
                    + deployment
                    + API
                    + "kind: BleuWorkload\n"
                    + "metadata: {name: web, namespace: shop}\n"
                    + "spec: {workload: {deploymentRef: {name: dossier}}, dataClasses:"
                    + " [Ordinary]}\n"));
    assertEquals(2000, web.requests().get("cpu"));
    assertEquals(1, web.requests().get("pods"));
    assertTrue(web.surges());
    assertTrue(web.dataBound());
  }

  @Test
  void aNamespaceThatIsNotInTheInputIsNoted() {
    Translation translation = translate(workload("web", "shop", ", dataClasses: [Ordinary]"));
    assertEquals(List.of(), translation.problems());
    assertEquals("Namespace shop", translation.notes().get(0).object().toString());
    assertNotNull(translation.notes().get(0).advice());
  }
}
