package cloud.bleu.operator.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Texts of objects that are read, kept once: values, not keys. Thousands of objects have equal
 * texts: their kind, zones, conditions, sentences. Each would be a copy of its own; with 5,000
 * workloads that is a third of what the operator has in memory.
 *
 * <p>It has a fixed number of places and remembers the last text of each. So it never grows, and a
 * text that is pushed out is at worst in memory twice. Any thread may use it.
 */
public final class StringPool {

  private static final int PLACES = 1 << 14;

  /** Longer texts are hardly ever equal. */
  private static final int LONGEST = 128;

  // Two threads may put down different texts at once: one of them is forgotten, which is no fault.
  private final @Nullable String[] places = new String[PLACES];

  /** An equal text, the same object as before where it is remembered. */
  public String same(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    String known = places[place];
    if (text.equals(known)) {
      return known;
    }
    places[place] = text;
    return text;
  }

  /**
   * A serialization of the Kubernetes client that reads the values that are texts through a pool of
   * its own.
   */
  public static KubernetesSerialization serialization() {
    SimpleModule module = new SimpleModule("string-pool");
    module.addDeserializer(String.class, new Deserializer(new StringPool()));
    return new KubernetesSerialization(new ObjectMapper().registerModule(module), true);
  }

  private static final class Deserializer extends StringDeserializer {

    @Serial private static final long serialVersionUID = 1;

    private final transient StringPool pool;

    Deserializer(StringPool pool) {
      this.pool = pool;
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.hasToken(JsonToken.VALUE_STRING)) {
        return pool.same(parser.getText());
      }
      return super.deserialize(parser, context);
    }
  }
}
