package cloud.bleu.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.status.StatusSample;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;

/** The health scripts of examples/gitops/argocd, run on objects in every state. */
class ArgoHealthTest {

  private static final String KEY = "resource.customizations.health.";
  private static final String OURS = KEY + "placement.bleu.cloud_";
  private static final Set<String> HEALTH =
      Set.of("Healthy", "Progressing", "Degraded", "Suspended");

  private static Map<String, String> data;

  @BeforeAll
  static void read() throws IOException {
    Path file = Path.of("examples/gitops/argocd/argocd-cm.yaml");
    data = Serialization.unmarshal(Files.readString(file), ConfigMap.class).getData();
  }

  /** Of what is being deleted Argo CD says so itself, and asks no script. */
  static List<StatusSample> samples() {
    return Samples.all().stream().filter(s -> !s.kstatus().equals("Terminating")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isWhatPeopleHaveToSee(StatusSample sample) {
    LuaValue said = run(data.get(OURS + sample.kind()), sample.object());
    assertEquals(sample.argo(), said.get("status").tojstring(), sample.object()::toPrettyString);
    assertFalse(said.get("message").tojstring().isBlank());
  }

  /** What kstatus calls failed is not green, and what it waits for is not either. */
  @Test
  void isNeverHealthyBeforeKstatusIsCurrent() {
    for (StatusSample sample : samples()) {
      assertTrue(HEALTH.contains(sample.argo()) && agrees(sample), sample::toString);
    }
  }

  private static boolean agrees(StatusSample sample) {
    return switch (sample.kstatus()) {
      case "Current" -> !sample.argo().equals("Progressing");
      case "Failed" -> sample.argo().equals("Degraded");
      default -> !sample.argo().equals("Healthy");
    };
  }

  @Test
  void everyKindWithConditionsHasAScript() {
    Set<String> scripts = new TreeSet<>();
    data.keySet().stream()
        .filter(key -> key.startsWith(OURS))
        .forEach(key -> scripts.add(key.substring(OURS.length())));
    assertEquals(
        samples().stream().map(StatusSample::kind).collect(Collectors.toCollection(TreeSet::new)),
        scripts);
  }

  @Test
  void anApplicationIsAsHealthyAsItSays() throws IOException {
    String script = data.get(KEY + "argoproj.io_Application");
    YAMLMapper yaml = new YAMLMapper();
    JsonNode degraded = yaml.readTree("{status: {health: {status: Degraded, message: why}}}");
    assertEquals("Degraded", run(script, degraded).get("status").tojstring());
    assertEquals("why", run(script, degraded).get("message").tojstring());
    assertEquals("Progressing", run(script, yaml.readTree("{}")).get("status").tojstring());
  }

  /** With the libraries that Argo CD gives a script, and no other. */
  private static LuaValue run(String script, JsonNode object) {
    Globals globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new StringLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(object));
    return globals.load(script, "health.lua").call();
  }

  private static LuaValue lua(JsonNode node) {
    if (node.isObject()) {
      LuaTable table = new LuaTable();
      node.properties().forEach(e -> table.set(e.getKey(), lua(e.getValue())));
      return table;
    }
    if (node.isArray()) {
      LuaTable table = new LuaTable();
      for (int i = 0; i < node.size(); i++) {
        table.set(i + 1, lua(node.get(i)));
      }
      return table;
    }
    if (node.isNumber()) {
      return LuaValue.valueOf(node.asDouble());
    }
    return node.isBoolean()
        ? LuaValue.valueOf(node.asBoolean())
        : node.isNull() ? LuaValue.NIL : LuaValue.valueOf(node.asText());
  }
}
