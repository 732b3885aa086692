package cloud.bleu.expression;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record of the model as the map that an expression selects from; read when asked. */
final class Fields extends AbstractMap<String, Object> {
  private final CelModel.Struct struct;
  private final Object record;

  Fields(CelModel.Struct struct, Object record) {
    this.struct = struct;
    this.record = record;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    CelModel.Field field = name == null ? null : struct.fields().get(name);
    return field == null ? null : field.read().apply(record);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (CelModel.Field field : struct.fields().values()) {
      Object value = field.read().apply(record);
      if (value != null) {
        all.put(field.name(), value);
      }
    }
    return all.entrySet();
  }
}
