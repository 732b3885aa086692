package cloud.bleu.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields an expression reads, and where in its text it does. */
final class Paths {

  /**
   * A field as people write it.
   *
   * @param text such as {@code offerings[].name}
   * @param type null when it cannot be told from the text alone
   */
  record Path(String text, @Nullable CelType type) {}

  private final Map<Long, Integer> positions;
  private final Map<Integer, Path> byPosition = new HashMap<>();
  private final Map<Integer, Path> owners = new HashMap<>();
  private final Map<Integer, String> refused = new TreeMap<>();
  private final TreeSet<String> read = new TreeSet<>();
  private final TreeSet<String> whole = new TreeSet<>();
  private final TreeSet<String> ofUntold = new TreeSet<>();
  private int deepest;

  private Paths(CelAbstractSyntaxTree ast) {
    this.positions = ast.getSource().getPositionsMap();
  }

  static Paths of(CelAbstractSyntaxTree ast) {
    Paths paths = new Paths(ast);
    Map<String, Path> variables = new HashMap<>();
    Variables.TYPES.forEach((name, type) -> variables.put(name, new Path(name, type)));
    paths.walk(ast.getExpr(), variables, 0);
    return paths;
  }

  /** The field that is selected at that offset of the text, null when none is. */
  @Nullable Path at(int offset) {
    return byPosition.get(offset);
  }

  /** What the field at that offset is selected from, null when none is. */
  @Nullable Path ownerAt(int offset) {
    return owners.get(offset);
  }

  /** Every field that is read, as {@code zone.location.country}, with all that leads to it. */
  TreeSet<String> read() {
    return read;
  }

  /** Fields that are read of what the text alone does not tell, by name. */
  Set<String> readOfUntold() {
    return ofUntold;
  }

  /** The variables that are read, some or all of them. */
  Set<String> variables() {
    return read.stream()
        .map(path -> path.split("[.\\[]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The variables that are read otherwise than by naming a field of theirs. */
  Set<String> readWhole() {
    return whole;
  }

  /** The fields of a variable that are read by name, as {@code dataClasses}. */
  Set<String> fieldsOf(String variable) {
    return read.stream()
        .filter(path -> path.startsWith(variable + "."))
        .map(path -> path.substring(variable.length() + 1).split("[.\\[]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the language has and these expressions may not use, by offset. */
  Map<Integer, String> refused() {
    return refused;
  }

  /** How many loops stand inside one another at most. */
  int deepest() {
    return deepest;
  }

  private @Nullable Path walk(CelExpr expr, Map<String, Path> names, int depth) {
    switch (expr.getKind()) {
      case IDENT:
        Path variable = names.get(expr.ident().name());
        if (variable != null) {
          whole.add(variable.text());
        }
        return noted(expr, variable);
      case SELECT:
        return select(expr, names, depth);
      case CALL:
        return call(expr, names, depth);
      case LIST:
        expr.list().elements().forEach(e -> walk(e, names, depth));
        return null;
      case MAP:
        expr.map()
            .entries()
            .forEach(
                e -> {
                  walk(e.key(), names, depth);
                  walk(e.value(), names, depth);
                });
        return null;
      case STRUCT:
        refuse(expr, "a " + expr.struct().messageName() + " cannot be made, only read");
        return null;
      case COMPREHENSION:
        loop(expr.comprehension(), names, depth + 1);
        return null;
      default:
        return null;
    }
  }

  private @Nullable Path select(CelExpr expr, Map<String, Path> names, int depth) {
    CelExpr operand = expr.select().operand();
    if (expr.select().testOnly() && Variables.MODEL.isPartial(expr.select().field())) {
      refuse(
          expr,
          "whether all of "
              + expr.select().field()
              + " is stated nobody can tell; ask for one of them, as has(zone.failureDomains.flood)");
    }
    Path owner =
        operand.getKind() == CelExpr.ExprKind.Kind.IDENT
            ? noted(operand, names.get(operand.ident().name()))
            : walk(operand, names, depth);
    if (owner == null) {
      ofUntold.add(expr.select().field());
      return null;
    }
    Integer offset = positions.get(expr.id());
    if (offset != null) {
      owners.put(offset, owner);
    }
    String field = expr.select().field();
    return noted(expr, new Path(owner.text() + "." + field, typeOf(owner.type(), field)));
  }

  private static @Nullable CelType typeOf(@Nullable CelType owner, String field) {
    if (owner instanceof StructType struct) {
      return struct.findField(field).map(StructType.Field::type).orElse(null);
    }
    return owner instanceof MapType map ? map.valueType() : null;
  }

  private @Nullable Path call(CelExpr expr, Map<String, Path> names, int depth) {
    CelExpr.CelCall call = expr.call();
    if (call.function().equals("dyn")) {
      refuse(expr, "dyn hides the type of what it is given");
    }
    call.target().ifPresent(t -> walk(t, names, depth));
    Path first = null;
    for (int i = 0; i < call.args().size(); i++) {
      Path argument = walk(call.args().get(i), names, depth);
      first = i == 0 ? argument : first;
    }
    if (!call.function().equals("_[_]") || first == null) {
      return null;
    }
    CelType element =
        first.type() instanceof ListType list ? list.elemType() : typeOf(first.type(), "");
    return noted(expr, new Path(first.text() + "[" + key(call.args().get(1)) + "]", element));
  }

  private static String key(CelExpr expr) {
    CelConstant constant =
        expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT ? expr.constant() : null;
    if (constant == null) {
      return "";
    }
    return switch (constant.getKind()) {
      case STRING_VALUE -> "'" + constant.stringValue() + "'";
      case INT64_VALUE -> String.valueOf(constant.int64Value());
      default -> "";
    };
  }

  private void loop(CelExpr.CelComprehension loop, Map<String, Path> names, int depth) {
    deepest = Math.max(deepest, depth);
    Path range = walk(loop.iterRange(), names, depth);
    Map<String, Path> inside = new HashMap<>(names);
    CelType element =
        range != null && range.type() instanceof ListType list ? list.elemType() : null;
    if (range == null) {
      inside.remove(loop.iterVar());
    } else {
      inside.put(loop.iterVar(), new Path(range.text() + "[]", element));
    }
    walk(loop.accuInit(), names, depth);
    walk(loop.loopCondition(), inside, depth);
    walk(loop.loopStep(), inside, depth);
    walk(loop.result(), inside, depth);
  }

  private @Nullable Path noted(CelExpr expr, @Nullable Path path) {
    Integer offset = positions.get(expr.id());
    if (path != null) {
      read.add(path.text());
      if (offset != null) {
        byPosition.put(offset, path);
      }
    }
    return path;
  }

  private void refuse(CelExpr expr, String why) {
    refused.put(positions.getOrDefault(expr.id(), 0), why);
  }
}
