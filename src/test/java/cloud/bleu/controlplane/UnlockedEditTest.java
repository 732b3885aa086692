package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.sandbox.EmbeddedApiServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wiring")
class UnlockedEditTest {

  @Test
  void whatAnotherWritesMeanwhileIsNoConflictAndStays() {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
        KubernetesClient client = server.newClient()) {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("x")
                  .endMetadata()
                  .addToData("ours", "1")
                  .build())
          .create();
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

  /** On a real plane there is always somebody else who writes. */
  @Test
  void testsOnAPlaneEditNoOtherWay() throws IOException {
    Pattern edit = Pattern.compile("\\.edit(Status)?\\((?!\\))");
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      List<String> others = new ArrayList<>();
      for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
        String text = Files.readString(source);
        if (text.contains("\n@RealControlPlane") && edit.matcher(text).find()) {
          others.add(source.getFileName().toString());
        }
      }
      assertEquals(List.of(), others);
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
