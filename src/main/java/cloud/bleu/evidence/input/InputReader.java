package cloud.bleu.evidence.input;

import cloud.bleu.collection.BoundedMap;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.EngineName;
import cloud.bleu.evidence.record.JsonItems;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.RecordReader;
import cloud.bleu.evidence.record.RecordShape;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ZoneRule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the estate of a pass from its recorded documents. What several passes share is read once
 * and is the same object in each. May be used by several threads.
 */
public final class InputReader {

  /** Decoded documents that are kept. */
  private static final int KEPT = 8192;

  /** Decoded items of documents that are kept, by their texts of about 1 KiB. */
  private static final int KEPT_ITEMS = 32_768;

  private static final Type RULES = RecordReader.rulesType();

  private final InputDocuments documents;
  private final Map<Document, List<?>> decoded =
      Collections.synchronizedMap(BoundedMap.byAccess(KEPT));
  private final Map<String, Object> decodedItems =
      Collections.synchronizedMap(BoundedMap.byAccess(KEPT_ITEMS));
  private final RecordReader trees;
  private final Function<ZoneRule.Making, ZoneRule> maker;

  /**
   * @param maker of the rules that are not of the catalogue
   */
  public InputReader(InputDocuments documents, Function<ZoneRule.Making, ZoneRule> maker) {
    this.documents = documents;
    this.maker = maker;
    this.trees = new RecordReader(this::rules, this::rule);
  }

  /** A document read as a list of that type: nothing binds one to a type but where it is named. */
  private record Document(Type type, String digest) {}

  /**
   * @param engine that decided
   * @param form of its records
   * @param estate that it decided on
   */
  public record Read(String engine, String form, Estate estate) {
    /** Whether the engine here is the one that decided. */
    public boolean ofThisEngine() {
      return engine.equals(EngineName.of(estate)) && form.equals(InputRecorder.FORM);
    }
  }

  /**
   * The estate of a root.
   *
   * @throws InputDocuments.NotHereException when a document is missing or changed
   * @throws IllegalArgumentException when a document cannot be read by this release; the message
   *     says why
   */
  public Read read(String digest) throws IOException {
    Map<String, Object> root = JsonTree.object(documents.text(digest));
    String engine = String.valueOf(root.remove("engine"));
    String form = String.valueOf(root.remove("form"));
    List<@Nullable Object> values = new ArrayList<>();
    RecordShape shape = RecordShape.of(Estate.class);
    for (RecordShape.Part part : shape.parts()) {
      Object held = root.remove(part.name());
      values.add(
          part.type() instanceof ParameterizedType
              ? items(held, part.type())
              : trees.decode(held, part.type()));
    }
    if (!root.isEmpty()) {
      throw new IllegalArgumentException("not known here: " + root.keySet());
    }
    return new Read(engine, form, (Estate) shape.make(values.toArray()));
  }

  private List<Object> items(@Nullable Object held, Type type) throws IOException {
    List<Object> items = new ArrayList<>();
    for (Object chunk : held instanceof List<?> list ? list : List.of()) {
      String digest = String.valueOf(chunk);
      Document document = new Document(type, digest);
      List<?> known = decoded.get(document);
      if (known == null) {
        known = chunk(documents.text(digest), type);
        decoded.put(document, known);
      }
      items.addAll(known);
    }
    return items;
  }

  /** The items of a document; one that stood in another document is the same object. */
  private List<?> chunk(String text, Type type) {
    List<String> texts = JsonItems.of(text);
    if (texts == null) {
      return list(trees.decode(JsonTree.parse(text), type));
    }
    Type item = ((ParameterizedType) type).getActualTypeArguments()[0];
    List<Object> items = new ArrayList<>(texts.size());
    for (String one : texts) {
      String key = item.getTypeName() + one;
      Object known = decodedItems.get(key);
      if (known == null) {
        known = trees.decode(JsonTree.parse(one), item);
        if (known == null) {
          throw new IllegalArgumentException("null stands in a list");
        }
        decodedItems.put(key, known);
      }
      items.add(known);
    }
    return items;
  }

  /** The rules of a document. */
  private Object rules(String digest) {
    Document document = new Document(RULES, digest);
    List<?> known = decoded.get(document);
    if (known == null) {
      try {
        known = List.copyOf(list(trees.decode(JsonTree.parse(documents.text(digest)), RULES)));
      } catch (IOException e) {
        throw new InputDocuments.NotHereException(
            Code.InputMissing, String.valueOf(e.getMessage()));
      }
      decoded.put(document, known);
    }
    return known;
  }

  /** A rule by its id, or made again of its texts. */
  private ZoneRule rule(Object tree) {
    ZoneRule rule =
        tree instanceof Map<?, ?>
            ? maker.apply((ZoneRule.Making) trees.decode(tree, ZoneRule.Making.class))
            : Catalogue.rule(String.valueOf(tree));
    if (rule == null) {
      throw new IllegalArgumentException("rule " + tree + " is not one of this release");
    }
    return rule;
  }

  private static List<?> list(@Nullable Object decoded) {
    return decoded instanceof List<?> list ? list : List.of();
  }
}
