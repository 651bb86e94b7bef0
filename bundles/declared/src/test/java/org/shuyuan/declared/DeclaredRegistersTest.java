package org.shuyuan.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeclaredRegistersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void aRegisterThatThePortalWouldRefuseIsToldBefore() throws IOException {
        assertThat(DeclaredRegisters.faults(json("""
                {'permissions': [{'id': 'club.read'}], 'registers': [
                  {'id': 'news', 'read': 'club.read', 'write': 'club.read', 'title': 'title', 'fields': [
                    {'key': 'title', 'type': 'text', 'required': true}, {'key': 'kind', 'type': 'choice', 'options': [{'value': 'a'}, {'value': 'b'}]}]}]}"""))).isEmpty();
        assertThat(DeclaredRegisters.faults(json("""
                {'permissions': [{'id': 'club.read'}], 'registers': [
                  {'id': 'news', 'read': 'club.read', 'write': 'club.write', 'title': 'title', 'fields': [
                    {'key': 'title', 'type': 'text'}, {'key': 'kind', 'type': 'choice', 'options': [{'value': 'a'}, {'value': 'a'}]}, {'key': 'kind', 'type': 'date'}]},
                  {'id': 'news', 'read': 'club.read', 'write': 'club.read', 'title': 'on', 'fields': [{'key': 'on', 'type': 'date', 'required': true}]}]}""")))
                .containsExactly("register news is read or written by a permission that the module does not declare", "the choice kind of register news has two options a",
                        "register news has two fields kind", "the title of register news is no required field of type text", "register news is declared twice",
                        "the title of register news is no required field of type text");
    }
}
