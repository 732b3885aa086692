package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.delivery.manifest.ChildName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandTest {
  private static final String GLASS =
      "by=alice; zone=a; from=2026-11-24T11:00:00Z; until=2026-11-26T11:00:00Z; reason=France is lost";
  private static final String CHILD = ChildName.of("web", "a");
  private static final String FORMER = ChildName.of("web", "b");

  private static final String TEMPLATE =
      "deployment: {template: {spec: {containers: [{name: main, image: none}]}}}";

  private static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Audit}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a}
      spec: {provider: p, region: r, site: s, target: {nodeSelector: {zone: a}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop}
      spec:
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none}]}}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {workloadRef: {name: web}, assignments: [{zone: a, replicas: 1}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: CHILD, namespace: shop, labels: {placement.bleu.cloud/workload: web}}
      spec: {replicas: 1}
      ---
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: CHILD-abc
        namespace: shop
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: CHILD, uid: d, controller: true}]
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: CHILD-abc-12345
        namespace: shop
        labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a, pod-template-hash: abc}
        ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: CHILD-abc, uid: r, controller: true}]
      spec: {nodeName: n1, nodeSelector: {zone: a}, containers: [{name: main, image: none}]}
      """
          .replace("CHILD", CHILD);

  private static final String STATUS =
      "status: {observedGeneration: 1, conditions: [], replicas: 3, readyReplicas: 3, missingReplicas: 0}\n";

  /** A workload in zone b of another cluster, others without a selector, one that is taken over. */
  private static final String SCALED =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: b}
      spec: {provider: p, region: r, site: t, target: {cluster: {kubeconfigSecretRef: {name: b}}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: abroad, namespace: shop}
      spec: {workloadRef: {name: abroad}, assignments: [{zone: a, replicas: 1}, {zone: b, replicas: 1}]}
      """
          + workload("abroad", TEMPLATE, "")
          + workload("unseen", TEMPLATE, STATUS)
          + workload("machines", "external: {kind: VM, requests: {cpu: '1'}}", "")
          + workload(
              "batch", "pods: {selector: {matchLabels: {app: b}}, requests: {cpu: '1'}}", STATUS)
          + workload("new", "deploymentRef: {name: old}", "")
          + workload("lost", "deploymentRef: {name: away}", "")
          + controller("apps/v1", "Deployment", "old", "{replicas: 0}")
          + controller("apps/v1", "Deployment", "alone", "{replicas: 0}");

  private static final String POD =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: %s, namespace: shop%s}
      spec: {containers: [{name: main, image: none}]}
      """;

  @Test
  void whatADecisionCreatedIsNoFinding() {
    Typed typed = doctor("");
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    assertEquals(
        "shop: governed Audit, Enforce would refuse nothing\n"
            + "Next: enforce it: kubectl label --overwrite namespace shop"
            + " placement.bleu.cloud/governed=Enforce\n",
        typed.out());
  }

  /** With a word that admission does not know nothing is kept, and that is said. */
  @ParameterizedTest
  @CsvSource({"enforce, Enforce", "Enforced, Enforce", "yes, Audit or Enforce"})
  void labelThatMeansNothingIsTold(String label, String write) {
    String estate = ESTATE.replace("governed: Audit", "governed: \"" + label + "\"");
    Typed typed = Typed.withInput(estate, "doctor", "-n", "shop", "-f", "-");
    String said =
        "its label placement.bleu.cloud/governed is \"%s\", which is neither Audit nor Enforce, so"
            + " admission keeps nothing there, though policies hold; write %s";
    assertTrue(
        typed.out().replaceAll("\\s+", " ").contains(said.formatted(label, write)), typed.out());
    assertTrue(typed.out().contains("A label that has nothing enforced"), typed.out());
    assertEquals(ExitCode.OK, typed.code(), "it changes no answer of admission");
    assertFalse(doctor("").out().contains("nothing enforced"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containers: [{name: main, image: none}]}}}} | nodeName: n1, containers: [{name: main, image: none}]}}}}                   | BleuWorkload web NodeNameSet
          containers: [{name: main, image: none}]}}}} | tolerations: [{operator: Exists}], containers: [{name: main, image: none}]}}}} | BleuWorkload web TolerationDefeatsZone
          nodeSelector: {zone: a}, containers         | nodeSelector: {zone: b}, containers                                         | Pod web NodeSelectorDiffers
          nodeSelector: {zone: a}, containers         | tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists}], nodeSelector: {zone: a}, containers | Pod web TolerationDefeatsZone
          placement.bleu.cloud/zone: a, pod           | placement.bleu.cloud/zone: b, pod                                           | Pod web LabelsDiffer
          kind: WorkloadPlacement                     | kind: DecisionLedger                                                        | BleuWorkload web NotDecided
          """)
  void everyBreachIsFound(String written, String edited, String finding) {
    assertTrue(ESTATE.contains(written), written);
    String estate =
        edited.endsWith("DecisionLedger")
            ? ESTATE.replaceAll("(?s)(kind: WorkloadPlacement\nmetadata: \\{name: )web", "$1other")
            : ESTATE.replace(written, edited);
    List<String> found =
        findings(Typed.withInput(estate, "doctor", "-n", "shop", "-f", "-", "-o", "json"));
    String[] words = finding.split(" ");
    assertTrue(
        found.stream()
            .anyMatch(f -> f.startsWith(words[0] + " " + words[1]) && f.endsWith(" " + words[2])),
        found.toString());
  }

  /** Files hold no decisions as a rule: that none is seen is taken neither for yes nor for no. */
  @ParameterizedTest(name = "with pods: {0}")
  @ValueSource(booleans = {true, false})
  void filesWithoutDecisionsSayThatItIsNotKnown(boolean pods) throws Exception {
    String files = withoutDecision();
    String estate = pods ? files : files.substring(0, files.indexOf("---\napiVersion: apps/v1"));
    Typed typed = Typed.withInput(estate, "doctor", "-n", "shop", "-f", "-");
    assertEquals(ExitCode.LEFT_OUT, typed.code(), typed.out() + typed.err());
    assertEquals(
        "shop: governed Audit, not known whether Enforce would refuse the pods of web: no decision is"
            + " seen Next: `bleu plan -n shop` says what would be decided; `bleu doctor -n shop`"
            + " asks the cluster, which has the decisions ",
        typed.out().replaceAll("\\s+", " "));
    assertTrue(
        typed.err().contains("the files have no WorkloadPlacement; `bleu plan -n shop"),
        typed.err());
    JsonNode tree =
        new ObjectMapper()
            .readTree(
                Typed.withInput(estate, "doctor", "-n", "shop", "-f", "-", "-o", "json").out());
    assertEquals("[\"web\"]", tree.path("decisionsNotSeen").toString());
    assertTrue(tree.path("admissionMissing").isNull(), "nobody looked: " + tree);
  }

  /** What is known is listed, and the rest is not taken for it. */
  @Test
  void whatWouldBeRefusedIsListedBesideWhatIsNotKnown() {
    Typed typed =
        Typed.withInput(
            withoutDecision() + POD.formatted("alone", ""), "doctor", "-n", "shop", "-f", "-");
    assertEquals(ExitCode.UNPLACED, typed.code(), typed.out() + typed.err());
    String told = typed.out().replaceAll("\\s+", " ");
    assertTrue(
        told.startsWith(
            "shop: governed Audit, Enforce would refuse 1 thing; not known of the pods of web: no"
                + " decision is seen KIND"),
        told);
    assertTrue(
        told.contains("Next: correct what is listed, then look again; `bleu plan -n shop`"), told);
  }

  /** Whether pods of others may run is not known either, and they are described already. */
  @Test
  void whatSomebodyElseCreatesIsNotKnownWithoutDecisions() {
    String estate =
        withoutDecision()
            + """
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: jobs, namespace: shop}
            spec:
              dataClasses: [Ordinary]
              workload: {pods: {selector: {matchLabels: {app: nightly}}, requests: {cpu: 1}}}
            """
            + controller(
                "batch/v1",
                "CronJob",
                "nightly",
                "{jobTemplate: {spec: {template: {metadata: {labels: {app: nightly}}}}}}")
            + controller(
                "batch/v1", "Job", "weekly", "{template: {metadata: {labels: {app: weekly}}}}")
            + POD.formatted("one", ", labels: {app: nightly}");
    Typed typed = Typed.withInput(estate, "doctor", "-n", "shop", "-f", "-", "-o", "json");
    assertEquals(List.of("Job weekly KindRefused"), findings(typed));
    assertTrue(
        typed.out().replaceAll("\\s", "").contains("\"decisionsNotSeen\":[\"jobs\",\"web\"]"),
        typed.out());
  }

  /** Of a namespace without workloads everything is seen. */
  @Test
  void filesWithoutWorkloadsLackNoDecision() {
    Typed typed =
        Typed.withInput(
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}",
            "doctor",
            "-n",
            "shop",
            "-f",
            "-");
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    assertEquals("", typed.err());
  }

  private static String withoutDecision() {
    return ESTATE.replaceFirst("(?s)---\n(?:(?!---).)*kind: WorkloadPlacement.*?(?=---\n)", "");
  }

  /** What is to be typed to learn more reads the same files. */
  @Test
  void whatToTypeNextNamesTheFiles(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("estate.yaml"),
            ESTATE.replace(
                "WorkloadPlacement\nmetadata: {name: web",
                "WorkloadPlacement\nmetadata: {name: other"));
    Typed typed = Typed.bleu("doctor", "-n", "shop", "-f", file.toString());
    assertEquals(ExitCode.UNPLACED, typed.code(), typed.out() + typed.err());
    assertTrue(
        typed.out().replaceAll("\\s+", " ").contains("see bleu explain shop/web -f " + file),
        typed.out());
  }

  @Test
  void whatCreatesPodsIsNamedOnceForAllOfThem() {
    String more =
        controller("apps/v1", "Deployment", "old", "{replicas: 2}")
            + controller("apps/v1", "Deployment", "idle", "{replicas: 0}")
            + controller("apps/v1", "DaemonSet", "agent", "{}")
            + controller("batch/v1", "CronJob", "nightly", "{}")
            + POD.formatted("old-1", owned("Deployment", "old"))
            + POD.formatted("old-2", owned("Deployment", "old"))
            + POD.formatted("alone", "");
    Typed typed = doctor(more);
    assertEquals(ExitCode.UNPLACED, typed.code(), typed.err());
    assertEquals(
        List.of(
            "CronJob nightly KindRefused",
            "DaemonSet agent KindRefused",
            "Deployment old NotDeclared",
            "Pod alone NotDecided"),
        findings(doctor(more, "-o", "json")));
    assertTrue(typed.out().contains("2 pods run"), typed.out());
    assertTrue(
        typed.out().contains("\nNext: correct what is listed, then look again\n"), typed.out());
  }

  @Test
  void imagesAndClaimsThatTheRulesDoNotAcceptAreFound() {
    String rules =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: rules}
        spec:
          rules:
          - {name: images, rule: registry-allowed, action: Enforce, parameters: {allow: [%s]}}
          - {name: storage, rule: encrypted-storage, action: Enforce}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: shop}
        spec: {storageClassName: plain}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: default, namespace: shop}
        """;
    assertEquals(
        List.of(
            "PersistentVolumeClaim data NotEncrypted",
            "PersistentVolumeClaim default NotEncrypted",
            "Pod " + CHILD + "-abc-12345 ImageNotAccepted"),
        findings(doctor(rules.formatted("reg.example"), "-o", "json")));
    assertEquals(
        List.of(
            "PersistentVolumeClaim data NotEncrypted",
            "PersistentVolumeClaim default NotEncrypted"),
        findings(doctor(rules.formatted("docker.io/library"), "-o", "json")));
    String described =
        ESTATE.replace(
            "site: s,", "site: s, storage: {classes: [{name: plain, encrypted: true}]},");
    assertEquals(
        List.of("PersistentVolumeClaim default NotEncrypted"),
        findings(
            Typed.withInput(
                described + rules.formatted("docker.io"),
                "doctor",
                "-n",
                "shop",
                "-f",
                "-",
                "-o",
                "json")));
  }

  /** A break-glass whose names nobody checked sets nothing aside: so the gate will have it. */
  @Test
  void breakGlassThatNobodyCheckedExcusesNoImage() {
    String rules =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: rules}
        spec:
          rules:
          - {name: images, rule: registry-allowed, action: Enforce, parameters: {allow: [reg.example]}}
        """;
    String opened =
        ESTATE.replace(
                "kind: BleuWorkload\nmetadata: {name: web, namespace: shop}",
                "kind: BleuWorkload\nmetadata: {name: web, namespace: shop, annotations:"
                    + " {placement.bleu.cloud/break-glass: '"
                    + GLASS
                    + "'}}")
            + rules;
    String unchecked =
        opened.replaceFirst(
            "(?m)^( *workload: .deployment: .*)$",
            "$1\nstatus: {conditions: [{type: BreakGlass, status: 'False', reason:"
                + " BreakGlassUnchecked, lastTransitionTime: '2026-10-01T00:00:00Z', message: m}]}");
    String[] typed = {"doctor", "-n", "shop", "-f", "-", "-o", "json"};
    assertEquals(List.of(), findings(Typed.withInput(opened, typed)));
    assertEquals(
        List.of("Pod " + CHILD + "-abc-12345 ImageNotAccepted"),
        findings(Typed.withInput(unchecked, typed)));
  }

  @Test
  void volumesThatNoZoneDescribesAreFound() {
    String rule =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: rules}
        spec:
          rules:
          - {name: storage, rule: encrypted-storage, action: %s}
        """;
    String mounted =
        ESTATE.replace(
            "nodeSelector: {zone: a}, containers",
            "nodeSelector: {zone: a}, volumes: [{name: share, nfs: {server: s, path: /}}], containers");
    for (String action : List.of("Enforce", "Warn")) {
      Typed typed =
          Typed.withInput(
              mounted + rule.formatted(action), "doctor", "-n", "shop", "-f", "-", "-o", "json");
      assertEquals(
          action.equals("Enforce")
              ? List.of("Pod " + CHILD + "-abc-12345 StorageElsewhere")
              : List.of(),
          findings(typed));
    }
  }

  @Test
  void whatSomebodyElseCreatesIsNoFindingOnceItIsSelected() {
    String selected =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: jobs, namespace: shop}
        spec:
          dataClasses: [Ordinary]
          workload: {pods: {selector: {matchLabels: {app: nightly}}, requests: {cpu: 1}}}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: jobs, namespace: shop}
        spec: {workloadRef: {name: jobs}, assignments: [{zone: a, replicas: 1}]}
        """;
    String more =
        controller(
                "batch/v1",
                "CronJob",
                "nightly",
                "{jobTemplate: {spec: {template: {metadata: {labels: {app: nightly}}}}}}")
            + controller(
                "batch/v1", "Job", "weekly", "{template: {metadata: {labels: {app: weekly}}}}")
            + POD.formatted("one", ", labels: {app: nightly}");
    assertEquals(
        List.of("CronJob nightly KindRefused", "Job weekly KindRefused", "Pod one NotDecided"),
        findings(doctor(more, "-o", "json")));
    assertEquals(
        List.of("Job weekly KindRefused"), findings(doctor(selected + more, "-o", "json")));
    assertTrue(
        doctor(selected + more).out().contains("workload.pods of a BleuWorkload"),
        doctor(selected + more).out());
  }

  /** Neither does it change what admission refuses, nor the exit code. */
  @Test
  void workloadsThatTheOperatorMayNotChangeAreNamedWithWhatToDo(@TempDir Path folder)
      throws IOException {
    String told =
        ESTATE.replaceFirst(
            "(?m)^( *workload: .deployment: .*)$",
            "$1\nstatus: {conditions: [{type: Stalled, status: 'True', reason: NamespaceNotServed,"
                + " lastTransitionTime: '2026-10-01T00:00:00Z', message: add it to rbac.namespaces"
                + " of the chart}]}");
    Path file = Files.writeString(folder.resolve("estate.yaml"), told);
    Typed text = Typed.bleu("doctor", "-n", "shop", "-f", file.toString());
    assertEquals(0, text.code(), text.err());
    assertTrue(
        text.out()
            .replaceAll("\\s+", " ")
            .contains(
                "Workloads that the operator may not change KIND NAME CODE WHY, AND WHAT TO DO"
                    + " BleuWorkload web NamespaceNotServed add it to rbac.namespaces of the chart"),
        text.out());
    Typed json = Typed.bleu("doctor", "-n", "shop", "-f", file.toString(), "-o", "json");
    assertTrue(json.out().contains("\"notServed\""), json.out());
  }

  /** As kubectl does, where there is a context. */
  @Test
  void withoutANamespaceThatOfTheContextIsLookedAt(@TempDir Path directory) throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory)) {
      cluster.create(ESTATE.replace("shop", "default"));
      Path file = cluster.kubeconfig();
      Typed stated = Typed.bleu("doctor", "-n", "default", "--kubeconfig", file.toString());
      assertTrue(
          stated.out().startsWith("Nothing is enforced in this cluster: admission policies are"),
          "it has no chart: " + stated.out() + stated.err());
      assertTrue(stated.out().contains("\ndefault: governed Audit"), stated.out());
      assertTrue(
          stated.out().contains("\nNext: install or upgrade the chart with admission.enabled=true"),
          stated.out());
      assertEquals(stated, Typed.bleu("doctor", "--kubeconfig", file.toString()));
    }
    Typed files = Typed.withInput(ESTATE, "doctor", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, files.code());
    assertEquals("give the namespace with -n: files have no current one\n", files.err());
  }

  @Test
  void inputWithoutNamespacesIsToldToAddOne() {
    Typed typed =
        Typed.withInput(PlanCommandTest.workload("web", 1, ""), "doctor", "-n", "chu", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(
        "there is no Namespace \"chu\", nor any other; add the Namespace to see the policies that"
            + " hold there\n",
        typed.err());
  }

  @Test
  void namespaceThatIsNotThereIsBadInput() {
    Typed typed = Typed.withInput(ESTATE, "doctor", "-n", "shpo", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("there is no Namespace \"shpo\"; did you mean shop?\n", typed.err());
    assertEquals("", typed.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --leader-elect         | SelfZoneUnset   | nobody states in which zone the operator runs
          --self-zone=aa         | SelfZoneUnknown | there is no such zone; did you mean a? to correct it: helm upgrade
          --self-zone=a          | ''              | ''
          """)
  void theZoneOfTheOperatorIsStatedAndThere(String argument, String code, String message)
      throws Exception {
    String deployed = "---\n" + WhatIfCommandTest.operator(argument);
    Typed typed = doctor(deployed, "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
    JsonNode findings = new ObjectMapper().readTree(typed.out()).path("operatorSite");
    assertEquals(code, findings.path(0).path("code").asText(), typed.out());
    assertTrue(findings.path(0).path("message").asText().contains(message), typed.out());
    assertEquals(!code.isEmpty(), doctor(deployed).out().contains("Where the operator runs"));
  }

  /**
   * By the Deployment of the operator, and by the status of the zone; none changes the exit code.
   */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # By the options: an address that they list, one that they do not, and a name.
          -                                | 198.51.100.7 | -                    | -
          --leader-elect                   | 198.51.100.7 | -                    | NetworkNotAllowed front ={198.51.100.7/32}
          --leader-elect                   | a.example    | -                    | NetworkNotAllowed front ={CIDR}
          --probe-networks=198.51.100.0/24 | 198.51.100.7 | -                    | -
          --probe-networks=10.0.0.0/8,192.0.2.0/24 | 198.51.100.7 | -            | NetworkNotAllowed front ={10.0.0.0/8,192.0.2.0/24,198.51.100.7/32}
          --probe-networks=198.51.100.0/24 | 2001:db8::7  | -                    | NetworkNotAllowed front ={198.51.100.0/24,2001:db8:0:0:0:0:0:7/128}
          --probe-networks=198.51.100.0/24 | a.example    | -                    | -
          --probe-networks=127.0.0.0/8     | 127.0.0.1    | -                    | NetworkNotAllowed front ={127.0.0.0/8,127.0.0.1/32}
          # By the status.
          -                                | a.example    | NotAllowed NetworkNotAllowed | NetworkNotAllowed front ={CIDR}
          --probe-networks=198.51.100.0/24 | a.example    | NotAllowed NetworkNotAllowed | NetworkNotAllowed front ={198.51.100.0/24,CIDR}
          -                                | a.example    | Answers Answered     | -
          -                                | a.example    | Fails Refused        | ProbesFail front (Refused since 2026-11-27T12:00:00Z)
          -                                | a.example    | Unclear NameNotFound | ProbeFails front (NameNotFound since
          -                                | a.example    | NotAsked NotAsked    | ProbeFails front (NotAsked since
          # Whatever came of it before: it is not asked now.
          --leader-elect                   | 198.51.100.7 | Fails Refused        | NetworkNotAllowed front
          """)
  void probesThatNobodyAsksOrAnswersAreNamed(
      String argument, String host, String state, String expected) throws Exception {
    String status =
        state == null
            ? ""
            : "status: {health: {signal: Healthy, probes: [{name: front, state: %s, reason: %s, since: '2026-11-27T12:00:00Z'}]}}\n"
                .formatted((Object[]) state.split(" "));
    String zone =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: probed}
        spec: {provider: p, region: r, site: s, target: {nodeSelector: {x: probed}}, health: {probes: [{name: front, tcp: {host: "%s", port: 80}}]}}
        """
            .formatted(host);
    String more =
        (argument == null ? "" : "---\n" + WhatIfCommandTest.operator("'" + argument + "'"))
            + zone
            + status;
    JsonNode findings =
        new ObjectMapper().readTree(doctor(more, "-o", "json").out()).path("probes");
    if (expected == null) {
      assertEquals(0, findings.size(), findings::toString);
      return;
    }
    assertEquals(1, findings.size(), findings::toString);
    JsonNode finding = findings.path(0);
    assertEquals(
        "AvailabilityZone probed",
        finding.path("kind").asText() + " " + finding.path("name").asText());
    String[] words = expected.split(" ", 2);
    assertEquals(words[0], finding.path("code").asText());
    String[] parts = words[1].split(" (?==)");
    for (String part : parts) {
      assertTrue(finding.path("message").asText().contains(part), findings::toString);
    }
  }

  /** Each is of one state in which an autoscaler of Kubernetes says little and scales nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BleuWorkload | web      | fine                 |
          Deployment   | alone    | fine                 |
          BleuWorkload | abroad   | InvalidSelector      | in another cluster (b), =delete it and set spec.replicas =spec.residency.zones.allow, and then do what its condition PolicySatisfied
          BleuWorkload | unseen   | InvalidSelector      | has replicas in another cluster, and
          BleuWorkload | machines | InvalidSelector      | realised elsewhere
          BleuWorkload | batch    | InvalidSelector      | more than 1024 characters
          Deployment   | CHILD    | ScalesChild          | BleuWorkload web, which sets =placement.bleu.cloud/v1alpha1
          Deployment   | old      | ScalesTemplate       | as BleuWorkload new has taken it over
          # What is not there, and that of others.
          BleuWorkload | nobody   | ScaleTargetMissing   | no BleuWorkload nobody in namespace shop; create it, =or correct scaleTargetRef
          BleuWorkload | abraod   | ScaleTargetMissing   | did you mean abroad?
          BleuWorkload of apps/v1 | web | ScaleTargetMissing | no BleuWorkload in apps/v1; let scaleTargetRef =placement.bleu.cloud/v1alpha1
          Deployment   | FORMER   | ScaleTargetMissing   | it would be that of BleuWorkload web in zone b =placement.bleu.cloud/v1alpha1
          StatefulSet  | FORMER   | ScaleTargetMissing   | no StatefulSet web-b- =that of BleuWorkload web in zone b
          Deployment   | web      | ScaleTargetMissing   | no Deployment web in namespace shop, but a BleuWorkload web =placement.bleu.cloud/v1alpha1
          Deployment   | away     | ScaleTargetMissing   | which BleuWorkload lost takes over =placement.bleu.cloud/v1alpha1
          Deployment   | foreign  | fine                 |
          Rollout      | web      | fine                 |
          """)
  void autoscalersThatScaleNothingAreNamed(
      String kind, String name, String code, @Nullable String says) throws Exception {
    Typed typed =
        doctor(
            SCALED
                + controller(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "hpa",
                    "{maxReplicas: 9, scaleTargetRef: {kind: %s, apiVersion: %s, name: %s}}"
                        .formatted(
                            kind.split(" of ")[0],
                            group(kind),
                            name.replace("CHILD", CHILD).replace("FORMER", FORMER))),
            "-o",
            "json");
    JsonNode found = new ObjectMapper().readTree(typed.out()).path("autoscalers");
    if (says == null) {
      assertTrue(found.isArray() && found.isEmpty(), typed.out() + typed.err());
      return;
    }
    assertEquals(1, found.size(), typed.out() + typed.err());
    assertEquals("hpa", found.get(0).path("name").asText());
    assertEquals(code, found.get(0).path("code").asText());
    for (String part : says.split(" =")) {
      String message = found.get(0).path("message").asText();
      assertTrue(message.contains(part), message);
    }
  }

  private static String group(String kind) {
    return kind.contains(" of ")
        ? kind.split(" of ")[1]
        : kind.equals("BleuWorkload") ? "placement.bleu.cloud/v1beta7" : "apps/v1";
  }

  private static Typed doctor(String more, String... arguments) {
    List<String> all = new ArrayList<>(List.of("doctor", "-n", "shop", "-f", "-"));
    all.addAll(List.of(arguments));
    return Typed.withInput(ESTATE + more, all.toArray(String[]::new));
  }

  private static List<String> findings(Typed typed) {
    try {
      List<String> found = new ArrayList<>();
      for (JsonNode f : new ObjectMapper().readTree(typed.out()).path("findings")) {
        found.add(
            f.path("kind").asText()
                + " "
                + f.path("name").asText()
                + " "
                + f.path("code").asText());
      }
      return found;
    } catch (java.io.IOException e) {
      throw new AssertionError(typed.out() + typed.err(), e);
    }
  }

  private static String workload(String name, String runs, String status) {
    return """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: shop}
        spec: {dataClasses: [Ordinary], workload: {%s}}
        %s"""
        .formatted(name, runs, status);
  }

  private static String controller(String apiVersion, String kind, String name, String spec) {
    return "---\napiVersion: "
        + apiVersion
        + "\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + ", namespace: shop}\nspec: "
        + spec
        + "\n";
  }

  private static String owned(String kind, String name) {
    return ", ownerReferences: [{apiVersion: apps/v1, kind: "
        + kind
        + ", name: "
        + name
        + ", uid: u, controller: true}]";
  }
}
