package cloud.bleu.report.page;

import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.evidence.record.Digest;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page for programs: {@code docs/page.schema.json} says what is in it. */
public final class PageTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(LocalDate.class, ToStringSerializer.instance))
          .build();

  private PageTree() {}

  /** Maps, lists and scalars in the order of the records; what is null is left out. */
  public static Map<String, Object> of(Page page) {
    return MAPPER.convertValue(page, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /**
   * A name of all that a page says but when it was made: hexadecimal digits of its SHA-256. Two
   * pages of one name say the same.
   *
   * @param leftOut what the page says that it is without
   */
  public static String name(Page page, List<LeftOutObject> leftOut) {
    ObjectNode says = MAPPER.valueToTree(page);
    says.remove("at");
    if (!leftOut.isEmpty()) {
      says.set("leftOut", MAPPER.valueToTree(leftOut));
    }
    return Digest.hexOf(says.toString());
  }
}
