package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wiring")
class UnlockedEditTest {

  /** What names the version that was read; a digest is updated with something. */
  private static final Pattern WRITE =
      Pattern.compile(
          "\\.edit(?:Status)?\\((?!\\)|\\s*[\\w.\"/]+,)"
              + "|\\.update(?:Status)?\\(\\)"
              + "|::(?:edit|update)(?:Status)?\\b");

  /** Servers with no controller in them. */
  private static final Pattern EMBEDDED =
      Pattern.compile("EmbeddedApiServer|Sandbox\\.embedded|ScriptedServer");

  private static final List<Allowed> ALLOWED =
      List.of(
          new Allowed("UnlockedEdit.java", 2, "it takes the version out"),
          new Allowed("TransitionWorld.java", 1, "it is tried again where somebody else wrote"),
          new Allowed("CrdsOnPlaneTest.java", 4, "dry runs that name no version"),
          new Allowed("CrdPlane.java", 1, "a kind of ours where no operator runs"),
          new Allowed("LargestPlacementPlaneTest.java", 1, "a kind of ours where no operator runs"),
          new Allowed("PolicyAdmissionLife.java", 1, "a kind of ours where no operator runs"),
          new Allowed("WaveAdmissionPlaneTest.java", 1, "a kind of ours where no operator runs"),
          new Allowed("PassCommitTest.java", 1, "an API server in memory"),
          new Allowed("RecordsPlaneTest.java", 2, "no operator runs, and one is refused"),
          new Allowed("CarriedLife.java", 1, "a cluster of a Karmada that does not run"),
          new Allowed("MembersLife.java", 3, "one is refused, and two name no version"));

  /**
   * A file that writes so.
   *
   * @param writes how often
   * @param why nobody is in its way
   */
  private record Allowed(String file, long writes, String why) {}

  @Test
  void whatAnotherWritesMeanwhileIsNoConflictAndStays() {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
        KubernetesClient client = PatientClients.of(server)) {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("x")
                  .endMetadata()
                  .addToData("ours", "1")
                  .build())
          .serverSideApply();
      Resource<ConfigMap> object = client.configMaps().withName("x");
      assertEquals(
          Map.of("ours", "2", "theirs", "1"),
          UnlockedEdit.of(object, edit(object, "2", "1")).getData());
      assertEquals(
          409,
          assertThrows(KubernetesClientException.class, () -> object.edit(edit(object, "3", "2")))
              .getCode(),
          "or this is no edit that needs it");
    }
  }

  /**
   * On a real plane there is always somebody else who writes, whichever class of a test it is that
   * does. On an embedded server nobody does but whom the test has there.
   */
  @Test
  void testsOnAPlaneWriteNoVersionThatTheyRead() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
        String text = Files.readString(source);
        if (!EMBEDDED.matcher(text).find()) {
          found.merge(
              source.getFileName().toString(), WRITE.matcher(text).results().count(), Long::sum);
        }
      }
    }
    found.values().removeIf(n -> n == 0);
    Map<String, Long> allowed = new TreeMap<>();
    ALLOWED.forEach(one -> allowed.put(one.file(), one.writes()));
    assertEquals(
        allowed, found, "use UnlockedEdit, or a patch, or say here why nobody else writes");
  }

  @Test
  void eachWayToWriteWhatWasReadIsFound() {
    for (String write :
        List.of(
            ".edit(x -> x)",
            ".edit(\n  x ->",
            ".edit(change)",
            ".edit(of(\"a\"))",
            ".editStatus(x -> x)",
            ".update()",
            ".updateStatus()",
            "Resource::update)",
            "Resource::editStatus,")) {
      assertTrue(WRITE.matcher(write).find(), write);
    }
    for (String other :
        List.of(
            ".edit()",
            ".editStatus()",
            ".editMetadata()",
            ".edit(ZONE, \"{spec: {}}\")",
            ".edit(\n  AvailabilityZone.class, \"z\"",
            ".update(bytes)",
            "UnlockedEdit.of(object, x -> x)")) {
      assertFalse(WRITE.matcher(other).find(), other);
    }
  }

  /** An edit during which somebody else writes. */
  private static UnaryOperator<ConfigMap> edit(
      Resource<ConfigMap> object, String ours, String theirs) {
    return there -> {
      object.patch(
          PatchContext.of(PatchType.JSON_MERGE),
          "{\"data\":{\"theirs\":\"%s\"}}".formatted(theirs));
      return new ConfigMapBuilder(there).addToData("ours", ours).build();
    };
  }
}
