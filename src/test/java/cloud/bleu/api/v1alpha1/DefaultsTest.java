package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the API server fills in and what the types fill in for files are the same. */
class DefaultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Path of the schema's object, the record that it stands for. */
  private final Map<String, Class<?>> records = new LinkedHashMap<>();

  @Test
  void typesAndSchemasHaveTheSameDefaults() throws Exception {
    Map<String, String> inSchema = new TreeMap<>();
    Map<String, String> inTypes = new TreeMap<>();
    for (Class<?> kind : CrdFiles.KINDS) {
      JsonNode spec =
          CrdFiles.definition(kind.asSubclass(io.fabric8.kubernetes.api.model.HasMetadata.class))
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      compare(spec, CrdFiles.part(kind, 0), kind.getSimpleName(), inSchema, inTypes);
    }
    assertEquals(inSchema, inTypes);
    assertTrue(inSchema.size() > 20, "defaults were found");
  }

  private void compare(
      JsonNode schema,
      Class<?> type,
      String path,
      Map<String, String> inSchema,
      Map<String, String> inTypes)
      throws Exception {
    records.put(path, type);
    Object empty = JSON.readValue("{}", type);
    for (var component : type.getRecordComponents()) {
      String name = CrdSchema.fieldName(component);
      JsonNode field = schema.at("/properties/" + name);
      String here = path + "." + name;
      Object value = component.getAccessor().invoke(empty);
      if (field.has("default") && !field.get("default").isObject()) {
        inSchema.put(here, field.get("default").asText());
      }
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        inTypes.put(here, value.toString());
      }
      if (component.getType().isRecord()) {
        compare(field, component.getType(), here, inSchema, inTypes);
      } else if (List.class == component.getType()
          && component.getGenericType() instanceof java.lang.reflect.ParameterizedType generic
          && generic.getActualTypeArguments()[0] instanceof Class<?> item
          && item.isRecord()) {
        compare(field.get("items"), item, here + "[]", inSchema, inTypes);
      }
    }
  }

  /** An object with defaults inside is filled in even where nobody wrote it, if the types do so. */
  @Test
  void objectsThatTheTypesFillInAreFilledInByTheServer() throws Exception {
    List<String> faults = new ArrayList<>();
    JsonNode spec =
        CrdFiles.definition(BleuWorkload.class)
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    for (String path : List.of("resilience", "placement")) {
      if (!spec.at("/properties/" + path + "/default").isObject()) {
        faults.add(path);
      }
    }
    for (String path :
        List.of("resilience/properties/failover", "placement/properties/rebalance")) {
      if (!spec.at("/properties/" + path + "/default").isObject()) {
        faults.add(path);
      }
    }
    assertEquals(List.of(), faults);
  }
}
