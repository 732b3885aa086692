package cloud.bleu.evidence.record;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of the engine as trees for canonical JSON; {@link RecordReader} is the way back. It
 * follows the components of the records, so that none can be forgotten when one is added; what is
 * null is left out. A part of a template is its line of English. The rules of a workload are shared
 * by many and stand in a document of their own, named by digest.
 */
public final class RecordWriter {

  /** Components that hold the name of a person: a pseudonym is recorded in its place. */
  private static final Set<String> PERSONS = Set.of("checkedBy", "requestedBy", "approvedBy");

  /** Component that is free text and may name somebody, of {@link Provenance}. */
  private static final String SOURCE = "source";

  /** Beyond, JSON numbers differ between readers (RFC 7493). */
  private static final long LARGEST = (1L << 53) - 1;

  private final UnaryOperator<String> pseudonym;
  private final UnaryOperator<String> text;
  private final Function<Object, String> apart;

  /**
   * @param pseudonym in place of the name of a person
   * @param text in place of free text that may name one
   * @param apart keeps a tree as a document of its own and returns its digest
   */
  public RecordWriter(
      UnaryOperator<String> pseudonym, UnaryOperator<String> text, Function<Object, String> apart) {
    this.pseudonym = pseudonym;
    this.text = text;
    this.apart = apart;
  }

  /** The tree of a value of the engine. */
  public @Nullable Object encode(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      return Math.abs(number) > LARGEST || number == Long.MIN_VALUE
          ? Long.toString(number)
          : (Object) number;
    }
    if (value instanceof ZoneRule rule) {
      ZoneRule.Making making = rule.making();
      return making == null ? rule.declaration().id() : record(making);
    }
    if (value instanceof Provider provider) {
      return record(ProviderPseudonyms.of(provider, pseudonym));
    }
    if (value instanceof Record r) {
      return record(r);
    }
    if (value instanceof List<?> list) {
      List<Object> trees = new ArrayList<>(list.size());
      list.forEach(v -> trees.add(encode(v)));
      return trees;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> trees = new TreeMap<>();
      map.forEach((k, v) -> trees.put(String.valueOf(k), encode(v)));
      return trees;
    }
    if (value instanceof Message part) {
      return part.text();
    }
    if (value instanceof Enum<?> e) {
      return e.name();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Instant || value instanceof LocalDate || value instanceof Duration) {
      return value.toString();
    }
    throw new IllegalArgumentException("no form for " + value.getClass().getName());
  }

  private Map<String, Object> record(Record value) {
    Map<String, Object> tree = new TreeMap<>();
    RecordShape shape = RecordShape.of(value.getClass());
    for (RecordShape.Part part : shape.parts()) {
      Object held = part.read(value);
      if (held == null) {
        continue;
      }
      if (PERSONS.contains(part.name())) {
        tree.put(part.name(), pseudonym.apply(String.valueOf(held)));
      } else if (value instanceof Provenance said && part.name().equals(SOURCE)) {
        // Whether there is one is asked, and stays to be told.
        tree.put(SOURCE, said.source().isBlank() ? said.source() : text.apply(said.source()));
      } else if (part.isRules()) {
        tree.put(part.name(), apart.apply(held));
      } else {
        tree.put(part.name(), encode(held));
      }
    }
    if (shape.kind() != null) {
      tree.put(RecordShape.KIND, shape.kind());
    }
    return tree;
  }
}
