package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Our walk of a schema against a JSON Schema library: both say the same of every object of the
 * examples and of seeded changes to them, where the dialects mean the same.
 */
class SchemaOracleTest {
  private static final long SEED = 20261124;
  private static final int CHANGES_PER_OBJECT = 60;

  private final Random random = new Random(SEED);

  @Test
  void agreesWithALibrary() {
    List<Manifest> manifests =
        ManifestReader.read(
                List.of("examples/hospital", "examples/ministry", "examples/migration"),
                InputStream.nullInputStream())
            .manifests();
    int invalid = 0;
    int tried = 0;
    for (Manifest manifest : manifests) {
      if (!ManifestKinds.hasSchema(manifest)) {
        continue;
      }
      JsonNode schema = Metadata.schema(manifest.ref().kind());
      Schema library =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
              .getSchema(schema.toString());
      for (int i = 0; i < CHANGES_PER_OBJECT; i++) {
        ObjectNode object = manifest.json().deepCopy();
        if (i > 0) {
          change(object);
        }
        boolean theirs = library.validate(object.toString(), InputFormat.JSON).isEmpty();
        List<SchemaError> ours = new ArrayList<>();
        String before = object.toString();
        new StructuralSchema(ours::add).object(object, schema, "");
        assertEquals(theirs, ours.isEmpty(), () -> "seed " + SEED + ", " + ours + ": " + before);
        invalid += theirs ? 0 : 1;
        tried++;
      }
    }
    assertTrue(invalid > tried / 10, invalid + " of " + tried + " were invalid");
  }

  /** One change somewhere below the spec: a value of another type or size, or a field less. */
  private void change(ObjectNode object) {
    List<Runnable> changes = new ArrayList<>();
    collect(object.path("spec"), changes);
    changes.get(random.nextInt(changes.size())).run();
  }

  private void collect(JsonNode node, List<Runnable> changes) {
    if (node instanceof ObjectNode object) {
      for (var field : object.properties()) {
        String name = field.getKey();
        changes.add(() -> object.remove(name));
        changes.add(() -> object.set(name, other(object.get(name))));
        if (!name.equals("template")
            && !name.equals("parameters")
            && !name.equals("volumeClaimTemplates")) {
          collect(field.getValue(), changes);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        changes.add(() -> array.set(index, other(array.get(index))));
        collect(array.get(i), changes);
      }
    }
  }

  private JsonNode other(JsonNode value) {
    return switch (random.nextInt(7)) {
      case 0 -> IntNode.valueOf(random.nextInt());
      case 1 -> TextNode.valueOf("x".repeat(random.nextInt(400)));
      case 2 -> BooleanNode.TRUE;
      case 3 -> TextNode.valueOf("FR");
      case 4 -> IntNode.valueOf(random.nextInt(4) - 1);
      case 5 -> value.isArray() && !value.isEmpty() ? value.get(0) : TextNode.valueOf("Not-Known");
      default -> value.isObject() ? TextNode.valueOf("") : value.deepCopy();
    };
  }
}
