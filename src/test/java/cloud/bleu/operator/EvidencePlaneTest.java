package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.Entries;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator leaves in a directory, over two lives, with the rights of the chart. */
@RealControlPlane
class EvidencePlaneTest {

  @TempDir Path folder;

  @Test
  void decisionsOfTwoLivesAreExportedSignedAndDecidedAgain(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    mayKeepAKey(plane, account, folder);
    Path export = folder.resolve("export");
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    OperatorOptions options = options(account, export, outside);

    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: strict}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules: [{name: places, rule: zones, action: Enforce, parameters: {deny: [elsewhere]}}]
          waivable: [places]
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: vouched}
        spec:
          displayName: Vouched
          legalEntity: {name: Vouched, registeredOffice: FR, provenance: {basis: Contract, source: letter of Yvonne, asOf: 2026-01-01, checkedBy: Jeanne Martin}}
          ownership:
            holders: [{name: Aurelie, of: Vouched, country: FR, controlledFrom: FR, capitalPercent: "100", votesPercent: "100"}]
            provenance: {basis: Contract, source: register of Yvonne, asOf: 2026-01-01}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: late}
        spec:
          policyRef: strict
          rule: places
          workloadRef: {name: web}
          reason: the move is late
          notBefore: "2026-01-01T00:00:00Z"
          expirationTime: "2100-01-01T00:00:00Z"
          requestedBy: anne
          approvedBy: bernard
        """);
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      scene.workload("web", 3, "{tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
      scene.awaitReady("web");
      said(scene, export, "WaiverInForce");
      emptied(scene);
    }
    client.resources(SovereigntyPolicy.class).withName("strict").delete();
    client.resources(SovereigntyWaiver.class).withName("late").delete();
    client
        .resources(CloudProvider.class)
        .withName("vouched")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"legalEntity\":null}}");
    // While nobody leads, the ledger holds what is not exported; here it is nothing.
    scene.workload("batch", 2, "{}");
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      scene.awaitReady("batch");
      client.resource(scene.workload("web")).delete();
      scene.until("its placement is gone", () -> scene.placement("web") == null);
      said(scene, export, "WaiverEnded");
      said(scene, export, Entries.WITHDRAWN);
      emptied(scene);
      scene.until(
          "signed",
          () -> {
            long head = scene.ledger().getSpec().sequence();
            return checkpoints(outside).stream().anyMatch(c -> c.sequence() == head);
          });
      untilRemembered(scene);
    }

    List<Checkpoint> kept = checkpoints(outside);
    VerificationReport report =
        Verification.verify(export, keys(client, account), kept, OwnRules::of, Instant.now());
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.first());
    assertEquals(scene.ledger().getSpec().sequence(), report.last());
    assertEquals(scene.ledger().getSpec().headHash(), report.head());
    assertEquals(report.kinds().get("Decision"), report.replayed(), report.toString());
    assertTrue(report.replayed() >= 3, report.toString());
    assertTrue(report.kinds().get("Heartbeat") >= 1, report.toString());
    assertEquals(1, report.kinds().get("EnforcementChanged"), report.toString());
    assertEquals(1, report.kinds().get("EnforcementRemoved"), report.toString());
    assertEquals(
        List.of("spec.legalEntity of CloudProvider vouched (Contract of 2026-01-01)"),
        report.removedFacts().stream().map(fact -> fact.sentence().replaceAll(":.*", "")).toList());
    assertEquals(1, report.kinds().get("WaiverInForce"), report.toString());
    assertEquals(1, report.kinds().get("WaiverEnded"), report.toString());
    assertEquals(2, report.workloads());
    assertEquals(1, report.inForce());
    assertEquals(report.last(), report.signedUpTo());
    assertEquals(
        client.namespaces().withName("kube-system").get().getMetadata().getUid(), report.origin());
    try (Stream<Path> files = Files.walk(export)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        assertTrue(!text.contains("\"image\"") && !text.contains("PRIVATE KEY"), file.toString());
        assertTrue(
            file.endsWith("persons.json")
                || !text.matches("(?s).*(Jeanne|Yvonne|Aurelie|anne|bernard).*"),
            file.toString());
      }
    }
  }

  /** Nobody has the key: the end of the export goes while no operator runs. */
  @Test
  void whatIsCutOffBetweenTwoLivesIsNotSignedAway(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    mayKeepAKey(plane, account, folder);
    Path export = folder.resolve("export");
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    OperatorOptions options = options(account, export, outside);
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      scene.workload("web", 1, "{}");
      scene.awaitReady("web");
      emptied(scene);
      untilRemembered(scene);
    }
    long signed = scene.ledger().getSpec().sequence();
    Path segment = export.resolve("chain").resolve("00000000000000000001.jsonl");
    Files.write(segment, Files.readAllLines(segment).subList(0, 1));
    Files.writeString(export.resolve("checkpoints.jsonl"), "");
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      scene.workload("batch", 1, "{}");
      scene.awaitReady("batch");
      said(scene, export, "EntriesGone");
      emptied(scene);
      untilRemembered(scene);
    }
    List<Checkpoint> last = checkpoints(outside);
    VerificationReport report =
        Verification.verify(
            export,
            keys(client, account),
            last.subList(last.size() - 1, last.size()),
            OwnRules::of,
            Instant.now());
    assertTrue(
        report.faults().stream()
            .anyMatch(f -> f.message().contains("signed for in the checkpoint of entry " + signed)),
        report.faults().toString());
    assertEquals(List.of(), report.gaps(), "nothing of it is a gap");
  }

  static void untilRemembered(Scene scene) {
    scene.until(
        "the cluster remembers that it is signed",
        () ->
            (scene.ledger().getSpec().sequence() + " " + scene.ledger().getSpec().headHash())
                .equals(
                    scene
                        .ledger()
                        .getMetadata()
                        .getAnnotations()
                        .get("placement.bleu.cloud/last-checkpoint")));
  }

  @Test
  void exportAndSigningThatFailAreTold(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws IOException {
    Path inTheWay = Files.createFile(folder.resolve("in-the-way"));
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: strict}
        spec:
          rules: [{name: location, rule: data-location, action: Enforce, parameters: {countries: [FR]}}]
        """);
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.exporting(own, inTheWay.resolve("export"))) {
      operator.start();
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      scene.until("it is told", () -> failing(client).startsWith("ExportFailing"));
      assertTrue(failing(client).contains("in-the-way"), failing(client));
      scene.until("it is an event", () -> isToldOfTheLedger(client, "ExportFailing"));

      Files.delete(inTheWay);
      // The right to keep a key is given on demand, and here it is not.
      scene.until("the other is told", () -> failing(client).startsWith("SigningFailing"));
      scene.until("it works again", () -> isToldOfTheLedger(client, "ExportWorks"));
      emptied(scene);
    }
  }

  private static String failing(KubernetesClient client) {
    SovereigntyPolicy policy =
        client.resources(SovereigntyPolicy.class).withName("strict").require();
    Condition condition =
        policy.getStatus() == null
            ? null
            : Conditions.find(policy.getStatus().conditions(), "EvidenceFailing");
    return condition == null ? "" : condition.getReason() + " " + condition.getMessage();
  }

  private static boolean isToldOfTheLedger(KubernetesClient client, String reason) {
    return client.events().v1().events().inNamespace("default").list().getItems().stream()
        .anyMatch(
            e ->
                reason.equals(e.getReason())
                    && "DecisionLedger".equals(e.getRegarding().getKind()));
  }

  static OperatorOptions options(OperatorAccount account, Path export, Path outside) {
    OperatorOptions alone = OperatorOptions.alone();
    EvidenceOptions to = EvidenceOptions.to(export);
    return new OperatorOptions(
        alone.bindAddress(),
        alone.port(),
        false,
        account.namespace(),
        alone.identity(),
        alone.leaseDuration(),
        alone.renewDeadline(),
        alone.retryPeriod(),
        Clock.systemUTC(),
        new EvidenceOptions(
            export,
            to.heartbeat(),
            1,
            to.checkpointInterval(),
            Duration.ZERO,
            List.of(),
            List.of(),
            outside,
            List.of()));
  }

  /** The rights that the chart gives on top where an export is enabled. */
  static void mayKeepAKey(ControlPlane plane, OperatorAccount account, Path folder) {
    try (KubernetesClient admin = plane.adminClient()) {
      for (HasMetadata object :
          Helm.offline(folder)
              .objectsOf(
                  OperatorAccount.RELEASE,
                  "-n",
                  account.namespace(),
                  "--set",
                  "evidence.enabled=true")) {
        if (object.getMetadata().getName().endsWith("-evidence")) {
          admin.resource(object).serverSideApply();
        }
      }
    }
  }

  /** Waits until a line of the exported chain has this word as the value of a field. */
  static void said(Scene scene, Path export, String word) {
    scene.until(
        word + " is said",
        () ->
            ExportedChain.lines(export).stream()
                .anyMatch(line -> line.contains("\"" + word + "\"")));
  }

  static void emptied(Scene scene) {
    scene.until(
        "exported",
        () ->
            scene.ledger().getSpec().entries().isEmpty()
                && scene.ledger().getSpec().records().isEmpty());
  }

  static List<Checkpoint> checkpoints(Path outside) {
    List<Checkpoint> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(outside)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        all.add(Checkpoint.read(Files.readString(file).strip()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return all;
  }

  static List<PublicKey> keys(KubernetesClient client, OperatorAccount account) {
    Secret secret =
        client
            .secrets()
            .inNamespace(account.namespace())
            .withName(EvidenceOptions.SECRET)
            .require();
    byte[] pem = Base64.getDecoder().decode(secret.getData().get("public.pem"));
    return SigningKey.publicKeys(new String(pem, StandardCharsets.US_ASCII));
  }
}
