package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the contract finds named in a descriptor, in pages and in views, so that it can be held against what is there. */
class DeclaredTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void theTextsOfAPageAreFoundAlsoWhereACardIsEmpty() throws IOException {
        assertThat(Declared.textsOfPages(json("""
                {'list': {'page': 'list', 'title': 'list.title', 'load': 'books', 'query': {'text': 'no-key'}, 'columns': [{'key': 'title', 'text': 'book.title'}],
                          'empty': {'title': 'list.none', 'text': 'list.none-do'}},
                 'card': {'page': 'card', 'load': 'books', 'columns': [{'key': 'title', 'text': 'book.title'}], 'empty': 'card.none'},
                 'form': {'page': 'form', 'title': 'form.title', 'value': {'title': 'no-key'},
                          'fields': [{'key': 'shelf', 'text': 'book.shelf', 'options': {'load': 'shelves', 'value': 'id', 'text': 'name'}}]}}""")))
                .containsExactly("book.shelf", "book.title", "card.none", "form.title", "list.none", "list.none-do", "list.title");
    }

    @Test
    void theTextsOfAViewAreFoundWhereTheyStandAsTheyAre() {
        assertThat(Declared.textsOfScript("""
                html`<${SyPage} title=${t('year.title')} lead=${ctx.t("year.lead", { year: now })} empty=${t(rows.length === 'x' ? 'year.some' : 'year.none')}>
                ${t(`year.${month}`)} ${t(key)} ${format('no.text')} ${get('no.text-either')}`"""))
                .containsExactly("year.lead", "year.none", "year.some", "year.title");
    }

    @Test
    void permissionsAreFoundInCardsTheirActionsAndRegistersAndInViews() throws IOException {
        assertThat(Declared.permissions(json("""
                {'permissions': [{'id': 'club.unused', 'text': 'permission.unused'}], 'navigation': [{'permission': 'club.read'}],
                 'cards': [{'permission': 'club.card', 'actions': [{'text': 'add', 'permission': 'club.add'}]}], 'registers': [{'read': 'club.see', 'write': 'club.keep'}]}""")))
                .containsExactly("club.add", "club.card", "club.keep", "club.read", "club.see");
        assertThat(Declared.permissionsOfScript("const may = ctx.can('club.write') && can(\"access.audit\", unit) && scan('club.no')")).containsExactly("access.audit", "club.write");
    }

    @Test
    void aRegisterThatThePortalWouldRefuseIsToldBefore() throws IOException {
        assertThat(Declared.faultsOfRegisters(json("""
                {'registers': [{'id': 'news', 'title': 'title', 'fields': [{'key': 'title', 'type': 'text', 'required': true},
                   {'key': 'kind', 'type': 'choice', 'options': [{'value': 'a'}, {'value': 'b'}]}]}]}"""))).isEmpty();
        assertThat(Declared.faultsOfRegisters(json("""
                {'registers': [{'id': 'news', 'title': 'title', 'fields': [{'key': 'title', 'type': 'text'}, {'key': 'kind', 'type': 'choice', 'options': [{'value': 'a'}, {'value': 'a'}]},
                   {'key': 'kind', 'type': 'date'}]}, {'id': 'news', 'title': 'on', 'fields': [{'key': 'on', 'type': 'date', 'required': true}]}]}""")))
                .containsExactly("the choice kind of register news has two options a", "register news has two fields kind", "the title of register news is no required field of type text",
                        "register news is declared twice", "the title of register news is no required field of type text");
    }
}
