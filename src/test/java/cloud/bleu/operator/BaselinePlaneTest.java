package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody takes back what the chain knows while no operator runs, and edits the directory so that
 * the next one should not notice. Nobody of them has the key.
 */
@RealControlPlane
class BaselinePlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @TempDir Path folder;

  @Test
  void whatWasTakenBackIsToldThoughFilesSayThatItNeverWas(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    EvidencePlaneTest.mayKeepAKey(plane, account, folder);
    Path export = folder.resolve("export");
    Path outside = Files.createDirectory(folder.resolve("outside"));
    OperatorOptions options = EvidencePlaneTest.options(account, export, outside);
    Scene scene = strict(client, nodes);
    live(account, options, scene, "web", export, "WaiverInForce");

    takeBack(client);
    // As a release had it that believed these files.
    Files.writeString(
        export.resolve("policies.json"),
        "{\"strict\":{\"appliesTo\":{\"dataClasses\":[\"Ordinary\"]},\"rules\":[{\"action\":\"Enforce\",\"name\":\"places\",\"parameters\":{\"deny\":[\"elsewhere\"]},\"rule\":\"zones\"}],\"waivable\":[\"places\"]}}");
    Files.writeString(export.resolve("facts.json"), "{\"objects\":{},\"upTo\":1000}");
    Files.writeString(export.resolve("waivers.json"), "{\"standing\":[],\"upTo\":1000}");
    live(account, options, scene, "batch", export, "WaiverEnded");

    assertEquals(
        List.of("policy strict rule of-the-union", "policy strict rule owners"),
        said(export, "EnforcementRemoved").stream()
            .map(l -> "policy " + l.content("policy") + " rule " + l.content("rule"))
            .toList());
    assertEquals(
        List.of("spec.legalEntity"),
        said(export, "AttestationRemoved").stream().map(l -> l.content("fact")).toList());
    assertEquals(
        List.of("late Deleted"),
        said(export, "WaiverEnded").stream()
            .map(l -> l.content("waiver") + " " + l.content("as"))
            .toList());
    VerificationReport report = verify(client, account, export, outside);
    assertEquals(List.of(), report.faults());
  }

  @Test
  void documentThatIsEditedIsAFaultThatTheOperatorNames(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    EvidencePlaneTest.mayKeepAKey(plane, account, folder);
    Path export = folder.resolve("export");
    Path outside = Files.createDirectory(folder.resolve("outside"));
    OperatorOptions options = EvidencePlaneTest.options(account, export, outside);
    Scene scene = strict(client, nodes);
    live(account, options, scene, "web", export, "WaiverInForce");

    takeBack(client);
    List<ChainLine> baselines = said(export, "BaselineRecorded");
    ChainLine last = baselines.get(baselines.size() - 1);
    for (String part : List.of("policies", "facts", "waivers")) {
      String digest = String.valueOf(last.content(part));
      Path file = export.resolve("inputs").resolve(digest.substring("sha256:".length()) + ".json");
      Files.writeString(file, part.equals("waivers") ? "[]" : "{}");
    }
    live(account, options, scene, "batch", export, "BaselineLost");

    VerificationReport report = verify(client, account, export, outside);
    TreeSet<Code> codes = new TreeSet<>();
    report.faults().forEach(f -> codes.add(f.code()));
    assertEquals(new TreeSet<>(List.of(Code.InputChanged, Code.BaselineLost)), codes);
    assertTrue(
        report.faults().stream().allMatch(f -> f.message().contains("is not what its name says")),
        report.faults().toString());
  }

  private static Scene strict(KubernetesClient client, FakeNodes nodes) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: strict}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: places, rule: zones, action: Enforce, parameters: {deny: [elsewhere]}}
          - {name: of-the-union, rule: seat-in-eu, action: Enforce}
          - {name: owners, rule: ownership-thresholds, action: Warn}
          waivable: [places]
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: vouched}
        spec:
          displayName: Vouched
          legalEntity: {name: Vouched, registeredOffice: FR, provenance: {basis: Contract, source: letter, asOf: "2026-01-01"}}
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
    return scene;
  }

  /** What the strict policy asks is taken back, with a fact and a waiver. */
  private static void takeBack(KubernetesClient client) {
    client
        .resources(SovereigntyPolicy.class)
        .withName("strict")
        .patch(
            MERGE,
            "{\"spec\":{\"rules\":[{\"name\":\"places\",\"rule\":\"zones\",\"action\":\"Enforce\",\"parameters\":{\"deny\":[\"elsewhere\"]}}]}}");
    client
        .resources(CloudProvider.class)
        .withName("vouched")
        .patch(MERGE, "{\"spec\":{\"legalEntity\":null}}");
    client.resources(SovereigntyWaiver.class).withName("late").delete();
  }

  /** An operator lives until what it says is exported, signed and remembered. */
  private static void live(
      OperatorAccount account,
      OperatorOptions options,
      Scene scene,
      String workload,
      Path export,
      String word) {
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      scene.workload(workload, 1, "{}");
      scene.until(workload + " is decided", () -> scene.placement(workload) != null);
      EvidencePlaneTest.said(scene, export, word);
      EvidencePlaneTest.emptied(scene);
      EvidencePlaneTest.untilRemembered(scene);
    }
  }

  /** The entries of a kind, in the order of the chain. */
  private static List<ChainLine> said(Path export, String kind) {
    return ExportedChain.lines(export).stream()
        .map(ChainLine::read)
        .filter(line -> line.kind().equals(kind))
        .toList();
  }

  private static VerificationReport verify(
      KubernetesClient client, OperatorAccount account, Path export, Path outside)
      throws IOException {
    return Verification.verify(
        export,
        EvidencePlaneTest.keys(client, account),
        EvidencePlaneTest.checkpoints(outside),
        OwnRules::of,
        Instant.now());
  }
}
